"""One module per format: `write(contents, file, progress)`; `archive` packs them all."""
