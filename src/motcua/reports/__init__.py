"""Reports whose numbers are frozen with their horizon: official forms and builder, as XLSX, DOCX and PDF."""
