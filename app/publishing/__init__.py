"""The deed of publishing a version: every comment is taken along, or said to be gone."""
