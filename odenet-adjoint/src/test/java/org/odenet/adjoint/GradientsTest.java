package org.odenet.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GradientsTest {

    @Test
    void findsEveryMethodByItsName() {
        assertThat(Gradients.names()).containsExactly("adjoint", "checkpointed", "direct", "reversible");
        assertThat(Gradients.names())
                .allSatisfy(name -> assertThat(Gradients.byName(name).name()).isEqualTo(name));
    }

    @Test
    void namesTheNearestOfAnUnknownOne() {
        assertThatThrownBy(() -> Gradients.byName("checkpoint"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown gradient method 'checkpoint'; did you mean 'checkpointed'? There are: adjoint,"
                        + " checkpointed, direct, reversible");
    }
}
