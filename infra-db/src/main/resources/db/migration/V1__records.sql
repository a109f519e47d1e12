-- For H2 and PostgreSQL alike. Instants are nanoseconds since 1970: exact, and without time zones.
-- ${ascii} is the collation by which names sort as in Java, where the database has another by default.

create table projects (
    uid         varchar(12)         not null primary key,
    name        varchar(58) ${ascii} not null,
    created_at  bigint              not null,
    constraint projects_name unique (name)
);

create table bases (
    uid         varchar(12)         not null primary key,
    alias       varchar(63) ${ascii} not null,
    version     varchar(64)         not null,
    builder     varchar(200)        not null,
    origin      varchar(2000)       not null,
    created_at  bigint              not null,
    constraint bases_version unique (alias, version)
);

create table tokens (
    id          varchar(12)         not null primary key,
    secret_hash varchar(64)         not null,
    owner       varchar(200)        not null,
    role        varchar(20)         not null,
    constraint tokens_owner unique (owner)
);

-- A row lives from the intent to make a box until the box is gone: names and slots of rows are taken.
create table boxes (
    uid         varchar(12)         not null primary key,
    project     varchar(58) ${ascii} not null,
    name        varchar(63) ${ascii} not null,
    base        varchar(130)        not null,
    cpus        integer,
    memory      integer,
    environment varchar(1000000)    not null,
    tags        varchar(10000)      not null,
    port        integer,
    grace       integer             not null,
    isolation   varchar(20)         not null,
    status      varchar(20)         not null,
    parent_uid  varchar(12),
    parent_name varchar(63),
    slot        integer             not null,
    generation  bigint              not null,
    created_at  bigint              not null,
    updated_at  bigint              not null,
    failure     varchar(1000000),
    constraint boxes_name unique (project, name),
    constraint boxes_slot unique (slot)
);
