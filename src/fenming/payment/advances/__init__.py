"""Three ledgers kept apart: working capital, monthly part-payment, quality deposit."""
