using System.ComponentModel.DataAnnotations;
using Dagstack.Extensions.Plugins.Binding;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class ValidationTests
{
    private sealed record Rule([Required] string Name, [Range(1, 5)] int Weight = 2);

    private sealed class Group
    {
        [MinLength(1)]
        public List<Rule> Rules { get; set; } = [];

        public Dictionary<string, Rule> ByName { get; set; } = [];
    }

    private sealed class Options : IValidatableObject
    {
        public List<Group> Groups { get; set; } = [];

        [Required]
        public string? Title { get; set; }

        [RegularExpression("[a-z]+")]
        public string? ApiKey { get; set; }

        public Dictionary<string, int> Passwords { get; set; } = [];

        public Group Standard { get; set; } = new() { Rules = [new Rule("default", 9)] };

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (ApiKey is not null)
            {
                yield return new ValidationResult($"the key {ApiKey} is known", [nameof(ApiKey), nameof(Title)]);
            }
        }
    }

    private sealed class Throws
    {
        [Range(1, 5)]
        public string? Value { get; set; }

        public int Setter
        {
            get => field;
            set => throw new InvalidOperationException($"not {value}, but {field}");
        }
    }

    private sealed class Computed
    {
        public int Size { get; set; }

        public Uri Address => throw new InvalidOperationException($"asked at {Size}");

        public List<int> Items => throw new InvalidOperationException($"asked at {Size}");

        public IEnumerable<int> Endless { get; } = Enumerable.Repeat(1, int.MaxValue).Where(static item => item > 0);

        public HttpClient Client { get; } = new();
    }

    [Fact]
    public void Bind_ThreeProblemsInNestedLists_ReportsAllWithPathsAndProviders()
    {
        var result = Sources.FromJson("""
            { "chunker": { "fixed_chunker": { "title": "t", "standard": { "rules": [ { "name": "s" } ] }, "groups": [
              { "rules": [ { "name": "a", "weight": 9 }, { "name": "b", "weight": "heavy" }, { "name": "", "weight": 1 } ] },
              { "rules": [ { "name": "c" } ], "by_name": { "My_Rule": { "name": "d", "weight": 0 } } }, { } ] } } }
            """).Bind<Options>();

        Assert.Equal(
            [
                "chunker:fixed_chunker:groups:0:rules:1:weight",
                "chunker:fixed_chunker:groups:0:rules:0:weight",
                "chunker:fixed_chunker:groups:0:rules:2:name",
                "chunker:fixed_chunker:groups:1:by_name:My_Rule:weight",
                "chunker:fixed_chunker:groups:2:rules",
            ],
            result.Problems.Select(static problem => problem.Path));
        Assert.All(result.Problems.Take(4), static problem => Assert.Contains("JsonStreamConfigurationProvider", problem.Provider!, StringComparison.Ordinal));
        Assert.Contains("is '9' (", result.Problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("between 1 and 5", result.Problems[1].Message, StringComparison.Ordinal);
        Assert.Equal("9", result.Problems[1].Value);
    }

    [Fact]
    public void Bind_DefaultsThatAreInvalid_AreFoundToo()
    {
        var problems = Sources.Bind<Options>().Problems;

        Assert.Equal(["chunker:fixed-chunker:title", "chunker:fixed-chunker:standard:rules:0:weight"], problems.Select(static problem => problem.Path));
        Assert.Contains("no configuration provider has", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_Secrets_AreMaskedEverywhere()
    {
        var result = Sources.Bind<Options>(("title", "t"), ("api_key", "SK-123"), ("passwords:admin", "hunter2"), ("standard:rules:0:name", "s"));

        Assert.Equal(3 + 1, result.Problems.Count);
        Assert.All(result.Problems, static problem =>
        {
            Assert.DoesNotContain("SK-123", problem.Message + problem.Value + problem.Expected, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", problem.Message + problem.Value + problem.Expected, StringComparison.Ordinal);
        });
        Assert.Contains(result.Problems, static problem => problem.Path.EndsWith(":passwords:admin", StringComparison.Ordinal) && problem.Value == "[MASKED]" && problem.Message.Contains("is [MASKED] (MemoryConfigurationProvider), but", StringComparison.Ordinal));
        Assert.Contains(result.Problems, static problem => problem.Message.Contains("the key [MASKED] is known", StringComparison.Ordinal));
    }

    [Fact]
    public void Bind_EmptySecret_IsNotMasked()
    {
        var problem = Sources.Bind<Options>(("passwords:admin", "")).Problems[0];

        Assert.Equal(string.Empty, problem.Value);
        Assert.Contains("is empty", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_PluginCodeThrows_IsAProblemOfItsKey()
    {
        var problems = Sources.Bind<Throws>(("value", "x"), ("setter", "5")).Problems;

        Assert.Equal(["chunker:fixed-chunker:setter", "chunker:fixed-chunker:value"], problems.Select(static problem => problem.Path));
        Assert.Contains("not 5", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_PropertiesWithoutAttributes_AreNotAsked() => Assert.Empty(Sources.Bind<Computed>(("size", "2")).Problems);

    [Fact]
    public void Bind_WithoutValidation_AsksNoAttribute() =>
        Assert.Empty(OptionsBinder.Bind(typeof(Options), Sources.With("memory").View(), validate: false).Problems);
}
