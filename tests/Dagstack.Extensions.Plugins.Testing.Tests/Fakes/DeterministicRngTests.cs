namespace Dagstack.Extensions.Plugins.Testing.Tests.Fakes;

public sealed class DeterministicRngTests
{
    public static TheoryData<ulong, ulong[]> Golden()
    {
        using var reader = new StreamReader(typeof(DeterministicRngTests).Assembly.GetManifestResourceStream("rng.golden.txt")!);
        var rows = new TheoryData<ulong, ulong[]>();
        foreach (var line in reader.ReadToEnd().Split('\n').Where(static line => line.Length > 0 && line[0] != '#'))
        {
            var (seed, draws) = (line.Split(": ")[0], line.Split(": ")[1]);
            rows.Add(ulong.Parse(seed, null), [.. draws.Split(' ').Select(static draw => ulong.Parse(draw, null))]);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void NextUInt64_Seed_GivesTheSequenceOfTheGoldenFile(ulong seed, ulong[] expected)
    {
        var rng = new DeterministicRng(seed);

        Assert.Equal(expected, expected.Select(_ => rng.NextUInt64()));
        Assert.Equal(seed, rng.Seed);
    }

    [Fact]
    public void Members_SeedZero_AreFixedToo()
    {
        Assert.Equal(new DeterministicRng(5).NextUuid(), new DeterministicRng(5).NextUuid());
        Assert.Equal(0.8833108082136426, new DeterministicRng().NextDouble());
        Assert.NotEqual(new DeterministicRng(1).Next(), new DeterministicRng(2).Next());
    }
}
