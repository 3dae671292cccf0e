"""One bill as a page that the patient understands: who paid what, how it came about, what it would have been elsewhere."""

from fenming.reports.patient.page import patient_page

__all__ = ["patient_page"]
