package org.odenet.examples.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** What a request is answered with. */
record Reply(int status, String type, byte[] body) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** A value, best a record or a map, as JSON. */
    static Reply json(int status, Object value) {
        try {
            return new Reply(status, "application/json", MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer has no form in JSON: " + e.getOriginalMessage(), e);
        }
    }

    static Reply error(int status, String message) {
        return json(status, Map.of("error", message));
    }
}
