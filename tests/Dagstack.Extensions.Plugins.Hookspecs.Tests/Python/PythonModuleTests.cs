using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Python;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Python;

public sealed class PythonModuleTests
{
    [Fact]
    public void Write_KindOfOurs_IsAsItWas() => Snapshot.Match("vector_store.py.txt", PythonModule.Write(OwnKind.Read()));

    [Fact]
    public void Write_Twice_GivesTheSame() => Assert.Equal(PythonModule.Write(OwnKind.Read()), PythonModule.Write(OwnKind.Read()));

    [Fact]
    public async Task Write_KindOfOurs_Compiles() => await CompileAsync(OwnKind.Read());

    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public async Task Write_PublicKind_Compiles(string kind) => await CompileAsync(PublicKinds.Read(kind));

    [Fact]
    public async Task Write_KindOfOurs_ModelsAreWhatTheSchemasSay() => await CompareAsync(OwnKind.Read());

    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public async Task Write_PublicKind_ModelsAreWhatTheSchemasSay(string kind) => await CompareAsync(PublicKinds.Read(kind));

    [Theory]
    [InlineData("Point", "vector", "list[float]")]
    [InlineData("UpsertInput", "points", "list[Point]")]
    [InlineData("UpsertOutput", "by_shard", "dict[str, ShardState]")]
    [InlineData("CreateInputIndex", "stages", "list[CreateInputIndexStagesItem] | None")]
    [InlineData("CreateInput", "metric", "Literal[\"cosine\", \"dot\", \"euclid\", \"größe\"]")]
    [InlineData("CreateInput", "expires_at", "str | None")]
    [InlineData("ShardState", "state", "Literal[\"ok\", \"behind\"] | None")]
    [InlineData("Hit", "id", "str | int")]
    [InlineData("Node", "left", "Node | None")]
    [InlineData("SearchInput", "with", "Literal[\"payload\", \"vector\", \"both\"] | None")]
    [InlineData("ImportInput", "None", "None")]
    [InlineData("ImportInput", "range", "ImportInputRange | None")]
    public async Task Write_KindOfOurs_FieldHasItsType(string model, string field, string type)
    {
        var dump = await DumpAsync(OwnKind.Read());

        Assert.Equal(type, dump.GetProperty("models").GetProperty(model).GetProperty("fields").GetProperty(field).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Write_KindOfOurs_ProtocolTakesNothingWhereNothingGoesIn()
    {
        var dump = await DumpAsync(OwnKind.Read());

        Assert.Equal("VectorStorePlugin", dump.GetProperty("protocol").GetString());
        var methods = dump.GetProperty("methods");
        Assert.Equal("(self, payload: 'CreateInput') -> 'CreateOutput'", methods.GetProperty("create").GetString());
        Assert.Equal("(self, payload: 'EvictedInput') -> 'None'", methods.GetProperty("evicted").GetString());
        Assert.Equal("(self, payload: 'ImportInput') -> 'ImportOutput'", methods.GetProperty("import_").GetString());
        Assert.Equal("(self) -> 'Nothing'", methods.GetProperty("compact").GetString());
    }

    [Fact]
    public async Task Write_TypesInCircles_Judge()
    {
        using var folder = new TempFolder();
        var verdicts = await JudgeAsync(folder, TempKind.Write(folder, "loops", ("turn", TempKind.Circle)),
            """{ "TurnInput": ["{\"first\":{\"b\":{\"many\":[{}]}}}", "{\"first\":{\"all\":{}}}", "{\"first\":{\"b\":{\"many\":[{\"b\":{}}]}}}", "{\"first\":{\"all\":{\"first\":1}}}"], "Many": ["[{}]", "{}"], "Tree": ["[\"a\",[[\"b\"]]]", "[[1]]"] }""");

        Assert.Equal("""{"TurnInput": ["same", "same", "refused", "refused"], "Many": ["same", "refused"], "Tree": ["same", "refused"]}""", verdicts);
    }

    [Fact]
    public async Task Write_PatternThatLooksAround_IsCheckedByModelsAlone()
    {
        using var folder = new TempFolder();
        var verdicts = await JudgeAsync(folder, TempKind.Write(folder, "paths", ("put", """
            {
              "type": "object",
              "properties": { "path": { "type": "string", "pattern": "^(?!/)\\w+$" }, "other": { "$ref": "#/$defs/Path" }, "digits": { "type": "string", "pattern": "^\\d+$" } },
              "$defs": { "Path": { "type": "string", "pattern": "^(?!/)\\w+$" } }
            }
            """)), """{ "PutInput": ["{\"path\":\"a\"}", "{\"path\":\"/a\"}", "{\"path\":\"a\\n\"}", "{\"path\":\"é\"}", "{\"digits\":\"1\"}", "{\"digits\":\"٣\"}"], "Path": ["\"a\"", "\"/a\""] }""");

        Assert.Equal("""{"PutInput": ["same", "refused", "refused", "refused", "same", "refused"], "Path": ["same", "same"]}""", verdicts);
    }

    [Fact]
    public async Task Write_PluginOfTheKind_IsOneByItsMethods()
    {
        var python = await Pythons.WithPydanticAsync();
        using var folder = new TempFolder();
        folder.Write("kind.py", PythonModule.Write(OwnKind.Read()));
        folder.Write("main.py", """
            import kind

            names = ["create", "upsert", "search", "rerank", "evicted", "import_", "compact"]
            whole = type("Whole", (), {name: lambda self: None for name in names})
            half = type("Half", (), {name: lambda self: None for name in names[1:]})
            print(isinstance(whole(), kind.VectorStorePlugin), isinstance(half(), kind.VectorStorePlugin))
            point = kind.CreateInput(name="docs", size=2, metric="dot")
            print(point.index.stages[0].ratio, point.index.stages[0].note.strip(), point.tags)
            print(kind.ImportInput(class_="x", default=1, constructor="y", any=None).model_dump_json(exclude_unset=True))
            """);

        Assert.Equal(["True False", "0.5 it's \"fast\" {'owner': 'nobody'}", """{"class":"x","default":1,"constructor":"y","any":null}"""], (await Tool.RunProgramAsync(python, folder.Path, "main.py")).Lines);
    }

    private static async Task<string> JudgeAsync(TempFolder folder, Hookspec spec, string values)
    {
        var python = await Pythons.WithPydanticAsync();
        var result = await Tool.RunProgramAsync(python, folder.Path, Pythons.Script("judge.py"), folder.Write("kind.py", PythonModule.Write(spec)), folder.Write("values.json", values));

        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    private static async Task CompileAsync(Hookspec spec)
    {
        using var folder = new TempFolder();
        var result = await Tool.RunProgramAsync(Pythons.Any(), folder.Path, "-m", "py_compile", folder.Write("kind.py", PythonModule.Write(spec)));

        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static async Task CompareAsync(Hookspec spec)
    {
        var dump = await DumpAsync(spec);

        Assert.Equal((spec.Kind, spec.ApiVersion), (dump.GetProperty("kind").GetString(), dump.GetProperty("api").GetString()));
        Assert.Equal(spec.Hooks.Select(static hook => (hook.Name, DispatchNames.Of(hook.Dispatch))), dump.GetProperty("dispatch").EnumerateObject().Select(static pair => (pair.Name, pair.Value.GetString()!)));
        Assert.Equal(spec.Hooks.Select(static hook => (hook.Name, hook.IsExposed)), dump.GetProperty("exposed").EnumerateObject().Select(static pair => (pair.Name, pair.Value.GetBoolean())));
        foreach (var (name, schema) in Schemas.Named(spec))
        {
            Assert.True(dump.GetProperty("models").TryGetProperty(name, out var model), $"There is no model {name}.");
            Compare(name, schema, model);
        }
    }

    private static void Compare(string name, JsonElement schema, JsonElement model)
    {
        var isClosed = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False;
        Assert.Equal(isClosed ? "forbid" : "allow", model.GetProperty("extra").GetString());
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static item => item.GetString()).ToHashSet() : [];
        var fields = model.GetProperty("fields");
        Assert.Equal(schema.GetProperty("properties").EnumerateObject().Select(static property => property.Name), fields.EnumerateObject().Select(static field => field.Name));
        foreach (var property in schema.GetProperty("properties").EnumerateObject().Where(static property => property.Value.ValueKind == JsonValueKind.Object))
        {
            var field = fields.GetProperty(property.Name);
            Assert.True(required.Contains(property.Name) == field.GetProperty("required").GetBoolean(), $"{name}.{property.Name} is required, or is not.");
            Assert.Equal(property.Value.TryGetProperty("description", out var description) ? description.GetString() : null, field.GetProperty("description").GetString());
            if (!required.Contains(property.Name))
            {
                var expected = property.Value.TryGetProperty("default", out var value) ? value : JsonElement.Parse("null");
                Assert.True(JsonElement.DeepEquals(expected, field.GetProperty("default")), $"{name}.{property.Name} is {field.GetProperty("default")} by default, and not {expected}.");
            }
        }
    }

    private static async Task<JsonElement> DumpAsync(Hookspec spec)
    {
        var python = await Pythons.WithPydanticAsync();
        using var folder = new TempFolder();
        var result = await Tool.RunProgramAsync(python, folder.Path, Pythons.Script("dump.py"), folder.Write("kind.py", PythonModule.Write(spec)));

        Assert.True(result.ExitCode == 0, result.Error);
        return JsonElement.Parse(result.Output);
    }
}
