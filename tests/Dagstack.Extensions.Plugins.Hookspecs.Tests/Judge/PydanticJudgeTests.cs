using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;
using Dagstack.Extensions.Plugins.Hookspecs.Python;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>A model of pydantic takes what the checker of the host takes, and writes it as it was. It may take more: what for is listed here.</summary>
public sealed class PydanticJudgeTests
{
    /// <summary>What types of Python have no word for. An empty object is a dictionary, as in modules that others write.</summary>
    private static readonly string[] s_withoutWords =
    [
        "schemas/create.input.json#/properties/fields/uniqueItems",
        "schemas/search.input.json#/$defs/Filter/minProperties",
        "schemas/evicted.input.json#/properties/ids/uniqueItems",
        "schemas/evicted.input.json#/properties/mark/enum",
        "schemas/import.input.json#/properties/any/not",
        "schemas/import.input.json#/properties/pair/items",
        "schemas/import.input.json#/properties/row/items",
        "schemas/import.input.json#/properties/range/anyOf/0/required/0",
        "schemas/import.input.json#/properties/range/anyOf/1/required/0",
        "schemas/import.input.json#/properties/range/anyOf",
        "schemas/import.input.json#/properties/mode/then/required/0",
        "schemas/import.input.json#/properties/mode/then",
        "schemas/import.input.json#/properties/mode/else/not",
        "schemas/import.input.json#/properties/mode/else",
        "schemas/import.input.json#/properties/headers/propertyNames/pattern",
        "schemas/import.input.json#/properties/headers/propertyNames/maxLength",
        "schemas/import.input.json#/properties/headers/propertyNames",
        "schemas/import.input.json#/properties/headers/patternProperties/-id$/minLength",
        "schemas/import.input.json#/properties/headers/additionalProperties",
        "schemas/import.input.json#/properties/only/additionalProperties",
        "schemas/import.input.json#/properties/both/allOf/0/required/0",
        "schemas/import.input.json#/properties/both/allOf",
        "schemas/import.input.json#/properties/exactly/oneOf/0/multipleOf",
        "schemas/import.input.json#/properties/exactly/oneOf/1/multipleOf",
        "schemas/import.input.json#/properties/exactly/oneOf",
        "schemas/import.input.json#/properties/loose/minLength",
        "schemas/import.input.json#/properties/loose/minimum",
        "schemas/import.input.json#/properties/loose/required/0",
        "schemas/import.input.json#/properties/fixed/const",
        "schemas/import.input.json#/properties/either/required/0",
        "schemas/nothing.json#/additionalProperties",
    ];

    [Fact]
    public async Task KindOfOurs_ModelsTakeWhatTheHostTakes() => await TakeAsync(OwnKind.Read());

    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public async Task PublicKind_ModelsTakeWhatTheHostTakes(string kind) => await TakeAsync(PublicKinds.Read(kind));

    [Fact]
    public async Task KindOfOurs_ModelsRefuseWhatTheyHaveWordsFor() => Assert.Equal(string.Join("\n", s_withoutWords), string.Join("\n", await FindUncheckedAsync(OwnKind.Read())));

    [Fact]
    public async Task Orchestrator_ModelsRefuseWhatTheyHaveWordsFor() => Assert.Empty(await FindUncheckedAsync(PublicKinds.Read("orchestrator")));

    [Fact]
    public async Task Tool_ModelsRefuseWhatTheyHaveWordsFor() => Assert.Equal(["schemas/empty.json#/additionalProperties"], await FindUncheckedAsync(PublicKinds.Read("tool")));

    private static async Task TakeAsync(Hookspec kind)
    {
        var verdicts = await JudgeAsync(kind);
        foreach (var payload in Schemas.Of(kind))
        {
            var piles = Piles.For(kind, payload);
            var wrong = piles.Valid.Zip(Of(verdicts, payload)).Where(static pair => pair.Second != "same").ToList();

            Assert.True(wrong.Count == 0, $"{payload.File}: {wrong.Count} of {piles.Valid.Count} values.\n{string.Join('\n', wrong.Take(10).Select(static pair => $"{pair.Second}: {pair.First.GetRawText()}"))}");
        }
    }

    /// <summary>Finds the keywords that no model looks at: it takes each value that breaks one of them and nothing else. Types are left out, since what may be missing may be None.</summary>
    private static async Task<IReadOnlyList<string>> FindUncheckedAsync(Hookspec kind)
    {
        var verdicts = await JudgeAsync(kind);
        var open = new List<string>();
        foreach (var payload in Schemas.Of(kind))
        {
            var piles = Piles.For(kind, payload);
            var invalid = piles.Invalid.Zip(Of(verdicts, payload).Skip(piles.Valid.Count)).ToList();
            foreach (var relaxed in Relaxed.Of(payload.Schema))
            {
                var breaking = invalid.Where(pair => relaxed.Schema.Check(pair.First).Count == 0).ToList();
                if (breaking.Count > 0 && !relaxed.Keyword.EndsWith("/type", StringComparison.Ordinal) && breaking.TrueForAll(static pair => pair.Second != "refused"))
                {
                    open.Add($"{payload.File}#{relaxed.Keyword}");
                }
            }
        }

        return open;
    }

    private static IEnumerable<string> Of(JsonElement verdicts, HookspecPayload payload) => verdicts.GetProperty(Names.OfFile(payload.File)).EnumerateArray().Select(static verdict => verdict.GetString()!);

    private static async Task<JsonElement> JudgeAsync(Hookspec kind)
    {
        var python = await Pythons.WithPydanticAsync();
        using var folder = new TempFolder();
        var values = Schemas.Of(kind).ToDictionary(static payload => Names.OfFile(payload.File), payload => Piles.For(kind, payload).All.Select(static value => value.GetRawText()));
        var result = await Tool.RunProgramAsync(python, folder.Path, Pythons.Script("judge.py"), folder.Write("kind.py", PythonModule.Write(kind)), folder.Write("values.json", JsonSerializer.Serialize(values)));

        Assert.True(result.ExitCode == 0, result.Error);
        return JsonElement.Parse(result.Output);
    }
}
