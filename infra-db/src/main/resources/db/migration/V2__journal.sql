-- What happened, one row for each change, in the order of commits and without gaps; see zomg.model.journal.
create table journal (
    id            bigint              not null primary key,
    at            bigint              not null,
    kind          varchar(40)         not null,
    project       varchar(58) ${ascii},
    box           varchar(63) ${ascii},
    object        varchar(200),
    uid           varchar(12),
    from_status   varchar(20),
    to_status     varchar(20),
    detail        varchar(1000),
    reason        varchar(200)        not null,
    actor         varchar(200),
    request_id    varchar(64),
    previous_hash varchar(64)         not null,
    hash          varchar(64)         not null
);

create index journal_box on journal (project, box, id);

-- The one row that every change updates last: it makes one sequence of all transactions. What was pruned
-- leaves its last mark here, so that the rest can be verified.
create table journal_span (
    id            integer             not null primary key,
    anchor_id     bigint              not null,
    anchor_hash   varchar(64)         not null,
    newest_id     bigint              not null,
    newest_hash   varchar(64)         not null
);

insert into journal_span values (1, 0, repeat('0', 64), 0, repeat('0', 64));
