using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>A type of zod takes what the checker of the host takes, and nothing else.</summary>
public sealed class ZodJudgeTests
{
    [Fact]
    public async Task Modules_AreCompiledStrictly() => Assert.Equal(string.Empty, (await ZodModules.VerdictsAsync()).Complaints);

    [Fact]
    public async Task KindOfOurs_EachVerdictIsThatOfTheHost() => await CompareAsync(OwnKind.Read());

    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public async Task PublicKind_EachVerdictIsThatOfTheHost(string kind) => await CompareAsync(PublicKinds.Read(kind));

    [Fact]
    public void KindOfOurs_ValuesBreakEachKeyword() => CompareKeywords(OwnKind.Read(),
        "schemas/import.input.json#/properties/both/allOf/0/type: the other one says the same",
        "schemas/import.input.json#/properties/both/allOf/1/type: the other one says the same",
        "schemas/import.input.json#/properties/exactly/type: a number with a fraction is no multiple either, and what is no number fits both");

    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public void PublicKind_ValuesBreakEachKeyword(string kind) => CompareKeywords(PublicKinds.Read(kind));

    private static async Task CompareAsync(Hookspec kind)
    {
        var verdicts = await ZodModules.VerdictsAsync();
        Assert.Equal(string.Empty, verdicts.Complaints);
        foreach (var payload in Schemas.Of(kind))
        {
            var piles = Piles.For(kind, payload);
            var fits = verdicts.Fits.GetProperty(kind.Kind).GetProperty(Names.OfFile(payload.File)).EnumerateArray().Select(static verdict => verdict.GetBoolean()).ToList();
            var wrong = piles.All.Zip(fits).Select((pair, index) => (Value: pair.First, Fits: pair.Second, Expected: index < piles.Valid.Count)).Where(static item => item.Fits != item.Expected).ToList();

            Assert.Equal(piles.Valid.Count + piles.Invalid.Count, fits.Count);
            Assert.True(wrong.Count == 0, $"{payload.File}: {wrong.Count} of {fits.Count} verdicts differ.\n{string.Join('\n', wrong.Take(10).Select(static item => $"zod says {item.Fits}: {item.Value.GetRawText()}"))}");
        }
    }

    /// <summary>Sees to it that the values are worth judging.</summary>
    private static void CompareKeywords(Hookspec kind, params IEnumerable<string> saidTwice)
    {
        foreach (var payload in Schemas.Of(kind))
        {
            var piles = Piles.For(kind, payload);
            Assert.Equal(new PayloadFile(payload.File, payload.Schema).IsEmpty ? 1 : 200, piles.Valid.Count);
            Assert.True(piles.Invalid.Count >= 200, $"{payload.File} has {piles.Invalid.Count} values that do not fit.");
        }

        Assert.Equal(string.Join('\n', saidTwice.Select(static one => one.Split(':')[0])), string.Join('\n', Schemas.Of(kind).SelectMany(payload => Piles.For(kind, payload).Unbroken.Select(keyword => $"{payload.File}#{keyword}"))));
    }
}
