using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Hooks that say of their schemas what C# cannot.</summary>
internal interface ISurvey : ISurveyed
{
    [JsonSchema(MinItems = 1, MaxItems = 3, UniqueItems = true, Title = "Names")]
    IReadOnlyList<string> Names { get; set; }

    [JsonSchema(Title = "Ask input", Description = "What is asked.")]
    [return: JsonSchema(Title = "Ask output", Minimum = 0, Omit = ["maximum"])]
    int Ask(
        [JsonSchema(MinLength = 1, MaxLength = 80, Pattern = "^[A-Z]", Format = "title")] string question,
        [JsonSchema(Minimum = 1, Maximum = 5.5, MultipleOf = 0.5)] double weight,
        [JsonSchema(ExclusiveMinimum = 0, ExclusiveMaximum = 1E+300, Omit = ["minimum", "maximum"])] int count,
        [JsonSchema(Keywords = """{"type":"object","x-any":[0]}""")] JsonElement args,
        Mood? mood = null,
        [JsonSchema(Description = "Said here.")] string? documented = null,
        int size = 5,
        CancellationToken cancellationToken = default);

    Answer Tell(Answer answer);

    Answer? Maybe([JsonSchema(Title = "Of the parameter", IsOpen = true)] Answer answer);

    IReadOnlyList<Answer> List(Answer first, Answer? second, Mood[] moods, IReadOnlyDictionary<string, Mood?> byName);

    ChainResult<Answer> Next(Tree tree, int number);

    Tree? Root(Tree tree);

    [JsonSchema(IsOpen = true)]
    void Open();

    void Nothing();

    Held.Inner Nest(Held.Inner inner, Held.Knot knot, Held.Size size, Held.Inner again);

    Page<Answer> Pages(Page<Page<Mood>> pages, Twin.Answer other, Loose loose, Others.Mood twin);

    [return: JsonSchema(Keywords = """{"oneOf":[{"$ref":"#/$defs/Id"},{"type":"null"}],"$defs":{"Id":{"type":"string","pattern":"^[0-9]+$"}}}""", Omit = ["type"])]
    string Identify([JsonSchema(Keywords = """{"$ref":"#/$defs/Id","$defs":{"Id":{"type":"string","pattern":"^[0-9]+$"}}}""", Omit = ["type"])] string id, bool other = true);

    Shape Draw(IReadOnlyList<Shape> shapes);

    Task<IReadOnlyList<string?>> Sparse(string?[][] rows, IReadOnlyDictionary<string, Answer?> answers, IReadOnlyList<int?> numbers, Sparsely sparsely);

    void Bad([JsonSchema(Keywords = "{")] string text);

    void NoObject([JsonSchema(Keywords = "[1]")] string text);

    void Twice([JsonSchema(Keywords = """{"a":1,"a":2}""")] string text);

    void Endless([JsonSchema(Maximum = double.PositiveInfinity)] double value);

    void Rates(Rated rated, IReadOnlyList<Code> codes);
}

internal interface ISurveyed
{
    [return: JsonSchema(Title = "Inherited")]
    string Inherited([JsonSchema(MinLength = 2)] string text);
}

internal enum Mood
{
    Good,
    NotSoGood,
}

[JsonSchema(Title = "Answer", Description = "What somebody said.")]
internal sealed class Answer
{
    [JsonSchema(Description = "The text.", MinLength = 1)]
    public required string Text { get; init; }

    [Description("How it was said.")]
    public Mood Mood { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Mood? Second { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [DefaultValue(7)]
    public long Count { get; init; } = 7;

    public string? Nullable { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? Required { get; init; }
}

internal sealed record Tree(string Name, IReadOnlyList<Tree> Leaves, Tree? Twin = null);

internal sealed record Page<T>(IReadOnlyList<T> Items)
{
    public IReadOnlyList<T[]?>? More { get; init; }
}

[JsonSchema(IsOpen = true, Name = "loose/one")]
internal sealed record Loose([JsonSchema(MinLength = 3)] string Name, [property: JsonSchema(Keywords = """{"default":"b"}""")] string Other = "a");

internal sealed class Extended
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

internal static class Twin
{
    /// <summary>Declared within another type, and so in place.</summary>
    internal sealed record Answer(bool Yes);
}

internal sealed class Held
{
    internal enum Size
    {
        Small,
    }

    internal sealed record Inner(Size Size, Inner.Deeper Deep)
    {
        internal sealed record Deeper(IReadOnlyList<Mood> Moods);
    }

    internal sealed class Knot
    {
        public Knot? Next { get; init; }

        public required Extended Extended { get; init; }
    }
}

[JsonConverter(typeof(CodeConverter))]
[JsonSchema(Keywords = """{"type":"string","pattern":"^[A-F]$"}""")]
internal sealed record Code(string Name);

internal sealed record Sparsely(IReadOnlyList<Mood?> Moods, List<string?> Texts, IReadOnlyList<IReadOnlyList<string?>?> Rows, string[] Whole)
{
    public Dictionary<string, string?>? Named { get; init; }
}

internal sealed record Rated(Code Code, Code? Other, IReadOnlyList<Code> Codes);
