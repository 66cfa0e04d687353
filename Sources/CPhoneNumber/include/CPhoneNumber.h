#ifndef GATEHOUSE_PHONE_NUMBER_H
#define GATEHOUSE_PHONE_NUMBER_H

#include <stddef.h>

// libphonenumber, as far as it is used, for callers that know no C++. Nothing throws, and any thread may call.

#ifdef __cplusplus
extern "C" {
#endif

enum phone_number_outcome {
    /// Of a range that the numbering plan of its country has assigned.
    PHONE_NUMBER_VALID,
    /// Right in length, and of no such range.
    PHONE_NUMBER_POSSIBLE,
    PHONE_NUMBER_NOT_A_NUMBER,
    PHONE_NUMBER_HAS_EXTENSION,
    PHONE_NUMBER_UNKNOWN_COUNTRY,
    PHONE_NUMBER_TOO_SHORT,
    PHONE_NUMBER_TOO_LONG,
    /// Neither too short nor too long, and of none of the lengths that its country has.
    PHONE_NUMBER_WRONG_LENGTH,
};

struct phone_number {
    enum phone_number_outcome outcome;
    /// Whether it begins as numbers of its country must: with a country code, or with the prefix for calls within the
    /// country where there is one.
    int is_whole;
    /// With its `+`, and a NUL at the end; empty unless it is valid or possible.
    char e164[24];
};

/// Reads what a person typed.
///
/// - Parameters:
///   - text: UTF-8, not ended by anything.
///   - region: two capital letters and a NUL.
struct phone_number phone_number_read(const char *text, size_t length, const char *region);

/// Writes the regions that have a numbering plan, two letters each with nothing between them, as far as there is room.
///
/// - Returns: how much room it takes.
size_t phone_number_regions(char *letters, size_t room);

#ifdef __cplusplus
}
#endif

#endif
