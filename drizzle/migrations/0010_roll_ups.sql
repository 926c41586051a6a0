-- Begun: this step of the schema is written together with its part.
select 1;
