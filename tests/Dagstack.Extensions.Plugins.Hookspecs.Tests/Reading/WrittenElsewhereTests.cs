namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Reading;

/// <summary>Schemas as pydantic and zod write them: each is read and comes back from C#, or says what to change.</summary>
public sealed class WrittenElsewhereTests
{
    private const string Kind = """
        kind: job
        kind_api_version: "1.0.0"
        hooks:
          - name: run
            dispatch: singleton
            input_schema: schemas/run.input.json
        """;

    public static TheoryData<string, string, string> Rows => new()
    {
        // pydantic: BaseModel.model_json_schema().
        { "pydantic model", """{"properties":{"name":{"title":"Name","type":"string"}},"required":["name"],"title":"Run","type":"object"}""", "" },
        { "pydantic optional", """{"properties":{"note":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null,"title":"Note"}},"title":"Run","type":"object"}""", "" },
        { "pydantic nested", """{"$defs":{"Inner":{"properties":{"x":{"title":"X","type":"integer"}},"required":["x"],"title":"Inner","type":"object"}},"properties":{"inner":{"$ref":"#/$defs/Inner"}},"required":["inner"],"title":"Run","type":"object"}""", "" },
        { "pydantic nested with description", """{"$defs":{"Inner":{"properties":{},"title":"Inner","type":"object"}},"properties":{"inner":{"$ref":"#/$defs/Inner","description":"The inner one.","default":{}}},"title":"Run","type":"object"}""", "" },
        { "pydantic optional nested", """{"$defs":{"Inner":{"properties":{"x":{"type":"integer"}},"title":"Inner","type":"object"}},"properties":{"inner":{"anyOf":[{"$ref":"#/$defs/Inner"},{"type":"null"}],"default":null}},"title":"Run","type":"object"}""", "" },
        { "pydantic recursive root", """{"$defs":{"Node":{"properties":{"next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}],"default":null}},"title":"Node","type":"object"}},"$ref":"#/$defs/Node"}""", "what goes into a hook is one JSON object, and the root says no type" },
        { "pydantic forbid", """{"additionalProperties":false,"properties":{"a":{"title":"A","type":"integer"}},"required":["a"],"title":"Run","type":"object"}""", "" },
        { "pydantic list", """{"properties":{"tags":{"items":{"type":"string"},"title":"Tags","type":"array","default":["a"]}},"title":"Run","type":"object"}""", "" },
        { "pydantic dict", """{"properties":{"env":{"additionalProperties":{"type":"string"},"title":"Env","type":"object"}},"required":["env"],"title":"Run","type":"object"}""", "" },
        { "pydantic any dict", """{"properties":{"env":{"additionalProperties":true,"title":"Env","type":"object"}},"title":"Run","type":"object"}""", "" },
        { "pydantic tuple", """{"properties":{"at":{"maxItems":2,"minItems":2,"prefixItems":[{"type":"integer"},{"type":"string"}],"title":"At","type":"array"}},"title":"Run","type":"object"}""", "" },
        { "pydantic set", """{"properties":{"s":{"items":{"type":"integer"},"title":"S","type":"array","uniqueItems":true}},"title":"Run","type":"object"}""", "" },
        { "pydantic enum", """{"$defs":{"Color":{"enum":["red","green"],"title":"Color","type":"string"}},"properties":{"color":{"$ref":"#/$defs/Color","default":"red"}},"title":"Run","type":"object"}""", "" },
        { "pydantic int enum", """{"$defs":{"Level":{"enum":[1,2],"title":"Level","type":"integer"}},"properties":{"level":{"$ref":"#/$defs/Level"}},"title":"Run","type":"object"}""", "" },
        { "pydantic literal", """{"properties":{"kind":{"const":"a","default":"a","title":"Kind","type":"string"}},"title":"Run","type":"object"}""", "" },
        { "pydantic discriminated union", """{"$defs":{"A":{"properties":{"t":{"const":"a","type":"string"}},"required":["t"],"title":"A","type":"object"},"B":{"properties":{"t":{"const":"b","type":"string"}},"required":["t"],"title":"B","type":"object"}},"properties":{"u":{"discriminator":{"mapping":{"a":"#/$defs/A","b":"#/$defs/B"},"propertyName":"t"},"oneOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}],"title":"U"}},"title":"Run","type":"object"}""", "" },
        { "pydantic formats", """{"properties":{"at":{"format":"date-time","title":"At","type":"string"},"id":{"format":"uuid4","type":"string"},"day":{"format":"date","type":"string"},"file":{"format":"binary","type":"string"}},"title":"Run","type":"object"}""", "" },
        { "pydantic constraints", """{"properties":{"n":{"exclusiveMinimum":0,"maximum":10,"multipleOf":0.5,"title":"N","type":"number"},"s":{"maxLength":9,"minLength":1,"pattern":"^a+$","type":"string"}},"title":"Run","type":"object"}""", "" },
        { "pydantic decimal", """{"properties":{"price":{"anyOf":[{"type":"number"},{"pattern":"^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$","type":"string"}],"title":"Price"}},"required":["price"],"title":"Run","type":"object"}""", "" },
        { "pydantic root model", """{"items":{"type":"string"},"title":"Tags","type":"array"}""", "what goes into a hook is one JSON object, and the root has the text \"array\" as its type" },
        { "pydantic 1 definitions", """{"title":"Run","type":"object","properties":{"inner":{"$ref":"#/definitions/Inner"}},"definitions":{"Inner":{"type":"object","properties":{}}}}""", "" },

        // zod 4: z.toJSONSchema().
        { "zod object", """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""", "" },
        { "zod draft 7", """{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{}}""", "\"https://json-schema.org/draft/2020-12/schema\" is expected" },
        { "zod safe integer", """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"n":{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991}},"required":["n"],"additionalProperties":false}""", "" },
        { "zod email", """{"type":"object","properties":{"mail":{"type":"string","format":"email","pattern":"^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$"}},"additionalProperties":false}""", "" },
        { "zod nullable", """{"type":"object","properties":{"a":{"anyOf":[{"type":"object","properties":{"x":{"type":"number"}},"required":["x"],"additionalProperties":false},{"type":"null"}]}},"required":["a"],"additionalProperties":false}""", "" },
        { "zod record", """{"type":"object","properties":{"r":{"type":"object","propertyNames":{"type":"string","enum":["a","b"]},"additionalProperties":{"type":"number"},"required":["a","b"]}},"required":["r"],"additionalProperties":false}""", "" },
        { "zod intersection", """{"type":"object","properties":{"i":{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false},{"type":"object","properties":{"b":{"type":"string"}},"required":["b"],"additionalProperties":false}]}},"additionalProperties":false}""", "" },
        { "zod never and unknown", """{"type":"object","properties":{"n":{"not":{}},"u":{}},"additionalProperties":{}}""", "" },
        { "zod recursive", """{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}},"required":["children"],"additionalProperties":false}""", "" },
        { "zod registry", """{"type":"object","properties":{"other":{"$ref":"https://example.com/User.json"}},"additionalProperties":false}""", "leads out of the schema or to an anchor" },
        { "zod meta", """{"id":"Run","title":"Run","examples":[{"a":1}],"deprecated":true,"type":"object","properties":{"a":{"type":"number","default":1,"readOnly":true}},"required":["a"],"additionalProperties":false}""", "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Read_Schema_ComesBackOrSaysWhatToChange(string name, string schema, string message)
    {
        using var folder = new KindFolder();
        var result = HookspecFile.Read(folder.Write("job", Kind, ("schemas/run.input.json", schema)));

        Assert.True(result.Problems.Count == (message.Length > 0 ? 1 : 0), $"{name}: {string.Join("\n", result.Problems)}");
        Assert.All(result.Problems, problem => Assert.Contains(message, problem.Message, StringComparison.Ordinal));
        if (message.Length == 0)
        {
            RoundTrip.AssertWhole(result.ThrowIfInvalid());
            Assert.All(Enum.GetValues<HookspecTarget>(), target => Assert.NotEmpty(HookspecEmitter.Emit(result.ThrowIfInvalid(), target)));
        }
    }
}
