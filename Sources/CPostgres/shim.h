#ifndef GATEHOUSE_CPOSTGRES_SHIM_H
#define GATEHOUSE_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

// The fields of an error are named by characters, which Swift does not see as constants.
static const int postgres_error_state = PG_DIAG_SQLSTATE;
static const int postgres_error_message = PG_DIAG_MESSAGE_PRIMARY;

// Notices go to standard error unless somebody takes them.
static void postgres_ignore_notice(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

static inline void postgres_silence(PGconn *connection) {
    PQsetNoticeReceiver(connection, postgres_ignore_notice, NULL);
}

#endif
