package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080", "http://localhost:1/page", "http://[::1]:8080/", "http://127.1.2.3/"})
    void takesServersOfThisMachine(String text) {
        assertThat(LoopbackUrl.parse(text).uri().getPath()).isEqualTo("/");
    }

    /** Addresses that are reserved for documentation, and some of other machines in a local network. */
    @ParameterizedTest
    @ValueSource(
            strings = {"http://192.0.2.1/", "http://10.0.0.1:8080/", "http://[2001:db8::1]/", "http://0.0.0.0:80/"})
    void refusesOtherMachines(String text) {
        assertThatThrownBy(() -> LoopbackUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not this machine")
                .hasMessageContaining("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "ftp://127.0.0.1/", "http:///x", "http://user@127.0.0.1/", "http://a b/"})
    void refusesWhatIsNoAddressOfAServer(String text) {
        assertThatThrownBy(() -> LoopbackUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
