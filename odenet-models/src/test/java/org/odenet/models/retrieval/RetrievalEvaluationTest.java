package org.odenet.models.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrievalEvaluationTest {

    private static final double TOLERANCE = 1e-9;

    @ParameterizedTest
    @CsvSource({
        // queries, items, dimension, classes, ties, k
        "40, 90, 5, 4, false, 10",
        "40, 90, 5, 4, true, 10",
        "17, 200, 2, 3, true, 7",
        "33, 120, 1, 2, true, 1",
        "20, 60, 64, 7, false, 1",
        "20, 60, 3, 1, true, 10",
        "20, 60, 3, 2, true, 59",
        "20, 60, 3, 2, true, 60",
        "20, 60, 3, 2, true, 1000",
        "25, 60, 4, 500, true, 10",
        "1, 1, 3, 1, false, 5",
        "5, 1, 3, 2, false, 1",
        "3, 1024, 6, 10, false, 10",
        "3, 1025, 7, 10, true, 10",
        "2, 2500, 9, 10, true, 300"
    })
    void agreesWithTheDefinition(int queries, int items, int dimension, int classes, boolean ties, int k) {
        LabelledFeatures asked = TestFeatures.of(1, queries, dimension, classes, ties);
        LabelledFeatures searched = TestFeatures.of(2, items, dimension, classes, ties);

        RetrievalScores scores = RetrievalEvaluation.at(k).withThreads(2).evaluate(asked, searched);

        double sum = 0;
        double sumAtK = 0;
        for (int q = 0; q < queries; q++) {
            float[] similarities = PlainRetrieval.scores(asked.features().row(q), searched.features());
            int label = asked.labels()[q];
            IntPredicate relevant = i -> searched.labels()[i] == label;
            double expected = PlainRetrieval.averagePrecision(similarities, relevant);
            double expectedAtK = PlainRetrieval.averagePrecisionAtK(similarities, relevant, k);
            assertThat(scores.averagePrecisions().get(q)).isCloseTo(expected, within(TOLERANCE));
            assertThat(scores.averagePrecisionsAtK().get(q)).isCloseTo(expectedAtK, within(TOLERANCE));
            sum += expected;
            sumAtK += expectedAtK;
        }
        assertThat(scores.meanAveragePrecision()).isCloseTo(sum / queries, within(TOLERANCE));
        assertThat(scores.meanAveragePrecisionAtK()).isCloseTo(sumAtK / queries, within(TOLERANCE));
    }

    @ParameterizedTest
    @CsvSource({
        "40, 5, 4, false, 10",
        "40, 3, 4, true, 10",
        "30, 2, 2, true, 29",
        "30, 2, 2, true, 100",
        "1100, 4, 9, true, 5"
    })
    void aQueryThatIsLeftOutDoesNotCount(int items, int dimension, int classes, boolean ties, int k) {
        LabelledFeatures features = TestFeatures.of(3, items, dimension, classes, ties);

        RetrievalScores scores =
                RetrievalEvaluation.at(k).leavingOutQuery().withThreads(2).evaluate(features, features);

        for (int q = 0; q < items; q += 7) {
            int query = q;
            float[] all = PlainRetrieval.scores(features.features().row(q), features.features());
            float[] others = new float[items - 1];
            IntUnaryOperator item = i -> i < query ? i : i + 1;
            for (int i = 0; i < others.length; i++) {
                others[i] = all[item.applyAsInt(i)];
            }
            IntPredicate relevant = i -> features.labels()[item.applyAsInt(i)] == features.labels()[query];
            assertThat(scores.averagePrecisions().get(q))
                    .isCloseTo(PlainRetrieval.averagePrecision(others, relevant), within(TOLERANCE));
            assertThat(scores.averagePrecisionsAtK().get(q))
                    .isCloseTo(PlainRetrieval.averagePrecisionAtK(others, relevant, k), within(TOLERANCE));
        }
    }

    @Test
    void queriesAreLeftOutWhereTheyAreItems() {
        LabelledFeatures query = labelled(new float[][] {{1, 0}}, 1);
        LabelledFeatures items = labelled(new float[][] {{1, 0}, {0, 1}}, 1, 1);
        assertThatThrownBy(() -> RetrievalEvaluation.at(1).leavingOutQuery().evaluate(query, items))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there are 1 queries for 2 items");
        assertThat(RetrievalEvaluation.at(1)
                        .leavingOutQuery()
                        .evaluate(query, query)
                        .meanAveragePrecision())
                .isZero();
    }

    /** Scores 1, 0.8, 0.6, 0, of the classes 1, 0, 1, 1: the precision is 1, 2/3 and 3/4 where the recall rises by a third. */
    @Test
    void agreesWithAComputationByHand() {
        LabelledFeatures query = labelled(new float[][] {{2, 0}}, 1);
        LabelledFeatures items = labelled(new float[][] {{5, 0}, {4, 3}, {3, 4}, {0, 1}}, 1, 0, 1, 1);

        RetrievalScores scores = RetrievalEvaluation.at(3).evaluate(query, items);

        assertThat(scores.meanAveragePrecision()).isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(TOLERANCE));
        assertThat(scores.meanAveragePrecisionAtK()).isCloseTo((1 + 2 / 3.0) / 2, within(TOLERANCE));
    }

    /** The second, third and fourth item enter together: 3 relevant among 4. Of the tied two, the lower is among the best 2. */
    @Test
    void itemsOfEqualScoresEnterTogether() {
        LabelledFeatures query = labelled(new float[][] {{1, 0}}, 1);
        float[][] features = {{0, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 0}};
        LabelledFeatures first = labelled(features, 1, 1, 0, 1, 1);
        LabelledFeatures second = labelled(features, 1, 0, 1, 1, 1);

        RetrievalScores ofFirst = RetrievalEvaluation.at(2).evaluate(query, first);
        RetrievalScores ofSecond = RetrievalEvaluation.at(2).evaluate(query, second);

        double expected = (1 / 4.0) * 1 + (2 / 4.0) * (3 / 4.0) + (1 / 4.0) * (4 / 5.0);
        assertThat(ofFirst.meanAveragePrecision()).isCloseTo(expected, within(TOLERANCE));
        assertThat(ofSecond.meanAveragePrecision()).isCloseTo(expected, within(TOLERANCE));
        assertThat(ofFirst.meanAveragePrecisionAtK()).isEqualTo(1);
        assertThat(ofSecond.meanAveragePrecisionAtK()).isEqualTo(1);
        assertThat(RetrievalEvaluation.at(3).evaluate(query, second).meanAveragePrecisionAtK())
                .isCloseTo(0.5 * 1 + 0.5 * (2 / 3.0), within(TOLERANCE));
    }

    @Test
    void nothingRelevantCountsZeroAndAllRelevantOne() {
        LabelledFeatures items = TestFeatures.of(3, 50, 4, 1, true);
        LabelledFeatures query = labelled(new float[][] {{1, 2, 3, 4}}, 0);
        LabelledFeatures stranger = labelled(new float[][] {{1, 2, 3, 4}}, 5);

        assertThat(RetrievalEvaluation.at(10).evaluate(query, items))
                .isEqualTo(new RetrievalScores(List.of(1.0), List.of(1.0), 10));
        assertThat(RetrievalEvaluation.at(10).evaluate(stranger, items))
                .isEqualTo(new RetrievalScores(List.of(0.0), List.of(0.0), 10));
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        LabelledFeatures features = TestFeatures.of(4, 300, 16, 5, false);

        assertThat(RetrievalEvaluation.at(10).withThreads(3).evaluate(features, features))
                .isEqualTo(RetrievalEvaluation.at(10).withThreads(1).evaluate(features, features));
    }

    @Test
    void refusesFeaturesOfAnotherWidthAndWrongSettings() {
        LabelledFeatures four = TestFeatures.of(1, 3, 4, 2, false);
        LabelledFeatures five = TestFeatures.of(1, 3, 5, 2, false);

        assertThatThrownBy(() -> RetrievalEvaluation.at(1).evaluate(four, five))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the queries have 4 values each, the items 5; take features of networks of the same width");
        assertThatThrownBy(() -> RetrievalEvaluation.at(0)).hasMessage("k is 0; give a positive number");
        assertThatThrownBy(() -> RetrievalEvaluation.at(1).withThreads(0))
                .hasMessage("threads is 0; give a positive number");
    }

    @Test
    void anInterruptEndsIt() {
        LabelledFeatures features = TestFeatures.of(1, 10, 4, 2, false);

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> RetrievalEvaluation.at(1).evaluate(features, features))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static LabelledFeatures labelled(float[][] features, int... labels) {
        return new LabelledFeatures(FeatureMatrix.of(features), labels);
    }
}
