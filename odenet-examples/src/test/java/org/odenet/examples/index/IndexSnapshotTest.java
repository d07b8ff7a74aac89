package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexSnapshotTest {

    @TempDir
    private Path folder;

    /** In one segment and in several, with some images deleted, of dimensions that fill the lanes and that do not. */
    @ParameterizedTest
    @CsvSource({"true, 64", "false, 64", "false, 13", "true, 3"})
    void findsWhatTheIndexFinds(boolean compact, int dimension) {
        float[][] vectors = ClusteredVectors.of(2100, dimension, 3);
        int count = 2000;
        try (FeatureIndex index = FeatureIndex.open(folder, "network", dimension)) {
            for (int i = 0; i < count; i++) {
                index.add(Integer.toString(i), i % ClusteredVectors.CLASSES, vectors[i]);
                if (i % 700 == 699) {
                    index.commit();
                }
            }
            if (compact) {
                index.compact();
            }
            for (int i = 0; i < count; i += 5) {
                index.delete(Integer.toString(i));
            }
            IndexSnapshot snapshot = index.snapshot();

            assertThat(snapshot.size()).isEqualTo(1600);
            int found = 0;
            for (int q = count; q < vectors.length; q++) {
                List<IndexHit> exact = index.searchExactly(vectors[q], 10);
                List<IndexHit> hits = snapshot.search(vectors[q], 10, 60);
                assertThat(hits)
                        .hasSize(10)
                        .isSortedAccordingTo((a, b) -> Float.compare(b.similarity(), a.similarity()));
                Set<String> names =
                        new HashSet<>(exact.stream().map(IndexHit::id).toList());
                for (IndexHit hit : hits) {
                    int image = Integer.parseInt(hit.id());
                    assertThat(hit.label()).isEqualTo(image % ClusteredVectors.CLASSES);
                    assertThat(image % 5).isNotZero();
                    found += names.contains(hit.id()) ? 1 : 0;
                }
                assertThat(hits.get(0).similarity()).isCloseTo(exact.get(0).similarity(), within(0.05f));
            }
            assertThat(found).isGreaterThanOrEqualTo(950);
        }
    }

    @Test
    void outlivesTheIndexAndSeesNoChange() {
        IndexSnapshot snapshot;
        try (FeatureIndex index = FeatureIndex.open(folder, "network", 2)) {
            assertThatThrownBy(index::snapshot)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(folder + ": the index is empty; add images first");
            index.add("east", 1, new float[] {5, 0});
            index.add("north", 2, new float[] {0, 2});
            snapshot = index.snapshot();
            index.delete("east");
            index.add("west", 3, new float[] {-2, 0});
        }

        assertThat(snapshot.size()).isEqualTo(2);
        assertThat(snapshot.search(new float[] {4, 0}, 5, 5))
                .containsExactly(new IndexHit("east", 1, 1), new IndexHit("north", 2, 0));
        assertThat(snapshot.search(new float[] {4, 0}, 1, 1)).containsExactly(new IndexHit("east", 1, 1));
        assertThatThrownBy(() -> snapshot.search(new float[] {4}, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        folder + ": the vector of the query has 1 values, the index takes 2; use the network network");
        assertThatThrownBy(() -> snapshot.search(new float[] {4, 0}, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k is 0; give a positive number");
    }
}
