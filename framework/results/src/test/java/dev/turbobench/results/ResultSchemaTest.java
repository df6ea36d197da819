package dev.turbobench.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResultSchemaTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static JsonSchema schema() throws IOException {
        try (InputStream stream = ResultDocument.class.getResourceAsStream("result.schema.json")) {
            JsonNode schema = MAPPER.readTree(Objects.requireNonNull(stream));
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
        }
    }

    private static ObjectNode document() throws IOException {
        ObjectNode document = ResultDocument.of(TestingResults.header(), TestingResults.summary());
        return (ObjectNode) MAPPER.readTree(MAPPER.writeValueAsString(document));
    }

    @Test
    void documentsFollowThePublishedSchema() throws IOException {
        assertThat(schema().validate(document())).isEmpty();
        ObjectNode unfinished = ResultDocument.unfinished(TestingResults.bareHeader(), TestingResults.results());
        assertThat(schema().validate(MAPPER.readTree(MAPPER.writeValueAsString(unfinished))))
                .isEmpty();
    }

    @Test
    void theSchemaRefusesWhatReadersCouldNotRead() throws IOException {
        ObjectNode otherMajor = document().put("schema_version", "2.0");
        ObjectNode badStatus = document();
        ((ObjectNode) badStatus.at("/cases/0")).put("status", "GOOD");
        ObjectNode textForNumber = document();
        ((ObjectNode) textForNumber.at("/cases/0/metrics/throughput_out")).put("value", "12");
        ObjectNode roundWithoutTime = document();
        ((ObjectNode) roundWithoutTime.at("/cases/0/details/rounds/1")).remove("elapsed_nanos");
        ObjectNode withoutCases = document();
        withoutCases.remove("cases");

        assertThat(schema().validate(otherMajor)).hasSize(1);
        assertThat(schema().validate(badStatus)).hasSize(1);
        assertThat(schema().validate(textForNumber)).hasSize(1);
        assertThat(schema().validate(roundWithoutTime)).hasSize(1);
        assertThat(schema().validate(withoutCases)).hasSize(1);
    }
}
