"""What working groups hand back: a table or document with their decisions is read (`forms`), looked
through row by row against what is decided here (`checking`), kept (`keeping`) and taken in
(`taking`)."""
