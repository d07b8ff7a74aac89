package org.odenet.models.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSearchTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, false",
        "1, 3, 5, false",
        "100, 3, 10, true",
        "100, 3, 99, true",
        "1500, 6, 20, false",
        "2048, 2, 40, true",
        "2049, 9, 3000, true"
    })
    void findsWhatASortFinds(int items, int dimension, int k, boolean ties) {
        FeatureMatrix features = TestFeatures.of(1, items, dimension, 2, ties).features();
        FeatureMatrix queries = TestFeatures.of(2, 10, dimension, 2, ties).features();
        ExactSearch search = ExactSearch.over(features);

        for (int q = 0; q < queries.rows(); q++) {
            float[] query = queries.row(q);
            float[] unit = FeatureMatrix.of(new float[][] {query}).row(0);
            float[] scores = PlainRetrieval.scores(unit, features);

            List<Neighbour> found = search.nearest(query, k);

            assertThat(found.stream().map(Neighbour::item)).isEqualTo(PlainRetrieval.best(scores, k));
            assertThat(found).allSatisfy(hit -> assertThat(hit.similarity()).isEqualTo(scores[hit.item()]));
        }
    }

    @Test
    void zerosAreSimilarToNothing() {
        ExactSearch search = ExactSearch.over(FeatureMatrix.of(new float[][] {{0, 0}, {-1, 0}, {1, 1}}));

        assertThat(search.nearest(new float[] {2, 0}, 3))
                .containsExactly(new Neighbour(2, (float) Math.sqrt(0.5)), new Neighbour(0, 0), new Neighbour(1, -1));
        assertThat(search.nearest(new float[] {0, 0}, 2)).containsExactly(new Neighbour(0, 0), new Neighbour(1, 0));
    }

    @Test
    void refusesWhatItCannotAnswer() {
        ExactSearch search = ExactSearch.over(FeatureMatrix.of(new float[][] {{1, 2}}));

        assertThatThrownBy(() -> search.nearest(new float[] {1, 2}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k is 0; ask for at least one item");
        assertThatThrownBy(() -> search.nearest(new float[] {1, 2, 3}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the query has 3 values, the items have 2; take features of the same network");
        assertThatThrownBy(() -> search.nearest(new float[] {1, Float.NaN}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("query, value 1 of the features is NaN");
    }
}
