#include "CPhoneNumber.h"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <set>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

// ITU-T E.164: `+` and 15 digits. The library takes longer ones, of which the plans of some countries have room.
constexpr size_t longest_e164 = 16;

phone_number failed(phone_number_outcome outcome) {
    phone_number result = {};
    result.outcome = outcome;
    return result;
}

phone_number_outcome outcome_of(PhoneNumberUtil::ErrorType error) {
    switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
        return PHONE_NUMBER_UNKNOWN_COUNTRY;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
        return PHONE_NUMBER_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN:
        return PHONE_NUMBER_TOO_LONG;
    default:
        return PHONE_NUMBER_NOT_A_NUMBER;
    }
}

phone_number_outcome outcome_of(PhoneNumberUtil::ValidationResult length) {
    switch (length) {
    case PhoneNumberUtil::IS_POSSIBLE:
        return PHONE_NUMBER_POSSIBLE;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE:
        return PHONE_NUMBER_UNKNOWN_COUNTRY;
    case PhoneNumberUtil::TOO_LONG:
        return PHONE_NUMBER_TOO_LONG;
    case PhoneNumberUtil::INVALID_LENGTH:
        return PHONE_NUMBER_WRONG_LENGTH;
    // Numbers of some lengths only are dialled within a town: the area code is missing.
    default:
        return PHONE_NUMBER_TOO_SHORT;
    }
}

bool is_whole(const PhoneNumberUtil &library, const PhoneNumber &number, const std::string &region) {
    if (number.country_code_source() != PhoneNumber::FROM_DEFAULT_COUNTRY) {
        return true;
    }
    std::string prefix;
    library.GetNddPrefixForRegion(region, true, &prefix);
    std::string digits = number.raw_input();
    library.NormalizeDigitsOnly(&digits);
    return digits.compare(0, prefix.size(), prefix) == 0;
}

// Some numbers become another one when they are read again: zeros go that were no prefix, and in Mexico a 1 that once
// stood for mobile. Whoever is stored under one form must be found under it.
bool reads_as_itself(const PhoneNumberUtil &library, const std::string &e164) {
    PhoneNumber again;
    if (library.Parse(e164, "ZZ", &again) != PhoneNumberUtil::NO_PARSING_ERROR) {
        return false;
    }
    std::string written;
    library.Format(again, PhoneNumberUtil::E164, &written);
    return written == e164;
}

phone_number read(const std::string &text, const std::string &region) {
    const PhoneNumberUtil &library = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    const auto error = library.ParseAndKeepRawInput(text, region, &number);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR) {
        return failed(outcome_of(error));
    }
    if (number.has_extension()) {
        return failed(PHONE_NUMBER_HAS_EXTENSION);
    }
    const auto outcome = outcome_of(library.IsPossibleNumberWithReason(number));
    if (outcome != PHONE_NUMBER_POSSIBLE) {
        return failed(outcome);
    }
    std::string e164;
    library.Format(number, PhoneNumberUtil::E164, &e164);
    phone_number result = {};
    if (e164.empty() || e164.size() > longest_e164) {
        return failed(PHONE_NUMBER_TOO_LONG);
    }
    result.outcome = library.IsValidNumber(number) ? PHONE_NUMBER_VALID : PHONE_NUMBER_POSSIBLE;
    if (!reads_as_itself(library, e164)) {
        return failed(PHONE_NUMBER_NOT_A_NUMBER);
    }
    result.is_whole = is_whole(library, number, region);
    std::memcpy(result.e164, e164.c_str(), e164.size() + 1);
    return result;
}

} // namespace

phone_number phone_number_read(const char *text, size_t length, const char *region) {
    try {
        return read(std::string(text, length), region);
    } catch (...) {
        return failed(PHONE_NUMBER_NOT_A_NUMBER);
    }
}

size_t phone_number_regions(char *letters, size_t room) {
    try {
        std::set<std::string> regions;
        PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions);
        std::string all;
        for (const auto &region : regions) {
            all += region;
        }
        std::memcpy(letters, all.data(), all.size() < room ? all.size() : room);
        return all.size();
    } catch (...) {
        return 0;
    }
}
