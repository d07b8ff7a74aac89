package org.odenet.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameLookupTest {

    private static final Map<String, Integer> CHOICES = new TreeMap<>(Map.of("euler", 1, "midpoint", 2, "rk4", 3));

    @Test
    void findsWhateverTheCase() {
        assertThat(NameLookup.find("solver", "MidPoint", CHOICES)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"Eule, euler", "eulre, euler", "midpint, midpoint", "rk45, rk4", "RK, rk4"})
    void namesTheNearest(String typed, String nearest) {
        assertThatThrownBy(() -> NameLookup.find("solver", typed, CHOICES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown solver '" + typed + "'; did you mean '" + nearest
                        + "'? There are: euler, midpoint, rk4");
    }
}
