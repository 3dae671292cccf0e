"""One case walked through the tables: plain functions over integers, compiled for millions, plain for one."""
