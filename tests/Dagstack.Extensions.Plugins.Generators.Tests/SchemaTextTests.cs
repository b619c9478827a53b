using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>JSON in attributes of contracts and their types is JSON.</summary>
public sealed class SchemaTextTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "[JsonSchema(Keywords = \"{\")] public sealed class A;", "Keywords of [JsonSchema] is no JSON from character 2 on." },
        { "[JsonSchema(Keywords = \"\")] public enum A { B }", "no JSON from character 1 on" },
        { "public sealed record A([property: JsonSchema(Keywords = \"{\\\"a\\\": 1,}\")] string B);", "no JSON from character 9 on" },
        { "public sealed record A([JsonSchema(Keywords = \"{'a': 1}\")] string B);", "no JSON from character 2 on" },
        { "public struct A { [JsonSchema(Keywords = \"{} {}\")] public int B { get; set; } }", "no JSON from character 4 on" },
        { "public struct A { [JsonSchema(Keywords = \"[1]\")] public int B; }", "Keywords of [JsonSchema] is JSON, but no object." },
        { "public interface A { [JsonSchema(Keywords = \" true \")] void M(); }", "JSON, but no object" },
        { "public interface A { [return: JsonSchema(Keywords = \"{\\\"a\\\": 01}\")] int M(); }", "no JSON from character 8 on" },
        { "public interface A { void M([JsonSchema(Keywords = \"{\\\"a\\\": \\\"\\\\x\\\"}\")] int a); }", "no JSON from character 9 on" },
        { "public interface A { void M([JsonSchema(Keywords = Text)] int a); const string Text = \"{]\"; }", "no JSON from character 2 on" },
        { "[HookspecExtension(\"owner\", \"1\")] public interface A;", "The key of [HookspecExtension] is 'owner', which does not begin with 'x-' and go on. Write \"x-owner\"." },
        { "[HookspecExtension(\"x-\", \"1\")] public interface A;", "which does not begin with 'x-' and go on" },
        { "[HookspecExtension(\"x-owner\", \"acme\")] public interface A;", "The value of [HookspecExtension] is no JSON from character 1 on. A text is JSON in quotes of its own" },
        { "public interface A { [HookspecExtension(json: \"-\", name: \"x-a\")] int P { get; } }", "no JSON from character 2 on" },
    };

    public static TheoryData<string> Deep => ["{\"a\": " + Nested(63) + "}"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Analyzer_TextThatIsNotWhatItMustBe_IsAnError(string source, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(null, Analyzed.Usings + source));

        Assert.Equal(("DSP025", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" { \"a\" : [ ] , \"b\" : { } } \n")]
    [InlineData("{\"a\": [-0, 0.5, 1e3, 1E-3, 10.25e+10], \"b\": [true, false, null]}")]
    [InlineData("{\"a\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\": \"ü {}[],\"}")]
    [MemberData(nameof(Deep))]
    public async Task Analyzer_Object_SaysNothing(string json)
    {
        var literal = Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(json, quote: true);

        Assert.Empty(await Analyzed.RunAsync(null, Analyzed.Usings + $"[JsonSchema(Keywords = {literal}, Title = \"{{\", Minimum = 1)] public sealed class A; [HookspecExtension(\"x-a\", {literal}), HookspecExtension(\"x-b\", \"[1]\"), HookspecExtension(\"x-c\", \"\\\"text\\\"\")] public interface B;"));
    }

    [Theory]
    [InlineData("{\"a\": tru}")]
    [InlineData("{\"a\": 1.}")]
    [InlineData("{\"a\": .5}")]
    [InlineData("{\"a\": 1e}")]
    [InlineData("{\"a\": +1}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a: 1}")]
    [InlineData("{\"a\": \"\\u12g4\"}")]
    [InlineData("{\"a\": \"open}")]
    [InlineData("{\"a\": \"\n\"}")]
    [InlineData("{\"a\": [1 2]}")]
    [InlineData("{,}")]
    [InlineData("// {}")]
    [InlineData("{\"a\": 1 \0}")]
    public void FindFault_WhatAReaderOfJsonRefuses_IsAFault(string text)
    {
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => System.Text.Json.JsonDocument.Parse(text));
        Assert.InRange(JsonSyntax.FindFault(text)!.Value, 0, text.Length);
    }

    [Fact]
    public void FindFault_DeeperThanTheHostReads_IsAFault() => Assert.NotNull(JsonSyntax.FindFault(Nested(100_000)));

    [Fact]
    public void FindFault_AnyText_AgreesWithTheReader()
    {
        var random = new Random(1);
        const string Letters = "{}[]\",:01-.eE+ tn\\u\n";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(8)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var isJson = true;
            try
            {
                using var document = System.Text.Json.JsonDocument.Parse(text);
            }
            catch (System.Text.Json.JsonException)
            {
                isJson = false;
            }

            Assert.True(isJson == (JsonSyntax.FindFault(text) is null), text);
        }
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
