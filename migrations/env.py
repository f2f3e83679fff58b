"""Alembic's entry: it runs on the connection that ``monitor.store.migrate`` hands over."""

from alembic import context

from monitor.store.schema import tables_of

connection = context.config.attributes["connection"]
tables = tables_of(connection.dialect.name)
context.configure(connection=connection, target_metadata=tables, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
