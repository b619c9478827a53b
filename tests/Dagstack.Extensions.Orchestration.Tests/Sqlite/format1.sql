-- A file of format 1 as it was first released: never changed.
pragma application_id = 1146312023;
pragma user_version = 1;

create table store (
    id integer primary key check (id = 1),
    epoch integer not null,
    last_number integer not null
) strict;
insert into store values (1, 0, 0);

create table unit (
    number integer primary key,
    place integer not null,
    unit_id text not null,
    plugin text not null,
    partition text not null,
    idempotency_key text,
    input_hash text,
    is_unique integer not null,
    state integer not null,
    is_open integer not null,
    ready_at integer,
    run integer not null default 0,
    last_end integer,
    epoch integer,
    failures integer not null default 0,
    losses integer not null default 0,
    is_cancelling integer not null default 0,
    halts integer not null default 0,
    enqueued_at integer not null,
    expires_at integer,
    not_before integer,
    started_at integer,
    finished_at integer,
    node text,
    output_hash text,
    is_unchanged integer not null default 0,
    progress blob,
    error text
) strict;
create unique index unit_by_id on unit (unit_id);
create unique index unit_by_key on unit (plugin, idempotency_key) where idempotency_key is not null;
create unique index unit_by_input on unit (plugin, input_hash) where is_unique = 1 and state in (0, 1, 2);
create index unit_by_output on unit (plugin, input_hash, finished_at) where output_hash is not null;
create index unit_open on unit (partition, place) where is_open = 1;
create index unit_by_state on unit (plugin, state, number);
create index unit_ready on unit (plugin, ready_at, place, partition) where ready_at is not null;
create index unit_over on unit (state, finished_at) where is_open = 0;

create table input (
    number integer primary key,
    args blob not null,
    trace_parent text,
    metadata text
) strict;

create table output (
    number integer primary key,
    value blob not null
) strict;

create table checkpoint (
    number integer not null,
    key text not null,
    version text not null,
    value blob not null,
    primary key (number, key)
) strict;

create table counter (
    plugin text not null,
    state integer not null,
    units integer not null,
    primary key (plugin, state)
) strict, without rowid;

update store set epoch = 7, last_number = 3;
insert into unit (number, place, unit_id, plugin, partition, idempotency_key, is_unique, state, is_open, enqueued_at, started_at, finished_at, run, last_end, epoch)
values (1, 1, 'done', 'job:import', 'k:p', 'key', 0, 2, 0, 638900000000000000, 638900000000000001, 638900000000000002, 1, 16, 6);
insert into unit (number, place, unit_id, plugin, partition, is_unique, state, is_open, ready_at, enqueued_at, started_at, run, epoch, node)
values (2, 2, 'ran', 'job:import', 'k:p', 0, 1, 1, 0, 638900000000000003, 638900000000000004, 1, 7, 'host/1');
insert into unit (number, place, unit_id, plugin, partition, is_unique, state, is_open, enqueued_at)
values (3, 3, 'waits', 'job:import', 'k:p', 0, 0, 1, 638900000000000005);
insert into input (number, args) values (1, x'7b7d'), (2, x'7b7d'), (3, x'7b7d');
insert into output values (1, x'7b22726f7773223a337d');
insert into counter values ('job:import', 0, 1), ('job:import', 1, 1), ('job:import', 2, 1);
