using System.Diagnostics;
using System.Text;
using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Whatever a file says, reading it gives a manifest or typed findings, for little work.</summary>
public sealed class ManifestFuzzTests
{
    private const int Batch = 1_000;

    private const int FirstSeed = 20_260_101;

    /// <summary>Far above what a batch takes on a busy machine, and far below what an endless loop does.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private static readonly ManifestLoadOptions s_host = new() { KnownKinds = new Dictionary<string, string> { ["chunker"] = "1.0.0", ["tool"] = "2.0.0" } };

    private static int Count => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 200_000 : 4_000;

    [Fact]
    public void Parse_MutatedText_GivesTypedFindingsForLittleWork()
    {
        Read(FirstSeed, static (text, format) => PluginManifestLoader.Parse(text, format, "x", s_host), 0);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Count; i++)
        {
            // The first of its kind compiles code; the bound is for the rest.
            Read(FirstSeed + i, static (text, format) => PluginManifestLoader.Parse(text, format, "x", s_host), i < Batch ? 0 : 1);
            if (i % Batch == Batch - 1)
            {
                Assert.True(watch.Elapsed < s_limit, $"Seeds {FirstSeed + i - Batch + 1} to {FirstSeed + i} took {watch.Elapsed}.");
                watch.Restart();
            }
        }
    }

    [Fact]
    public void Load_MutatedBytes_GivesTypedFindings()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < Count / 20; i++)
        {
            var random = new Random(FirstSeed + i);
            Read(FirstSeed - 1 - i, (text, format) =>
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                for (var flips = bytes.Length == 0 ? 0 : random.Next(4); flips > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return PluginManifestLoader.Load(folder.Write(format == ManifestFormat.Json ? "dagstack.json" : "dagstack.toml", bytes), s_host);
            }, 0);
        }
    }

    private static void Read(int seed, Func<string, ManifestFormat, ManifestLoadResult> read, int bounded)
    {
        var mutator = new ManifestMutator(seed);
        var text = mutator.Next();
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = read(text, mutator.Format);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Check(result);

            // Wide enough for a hundred problems; work in the square of the length does not fit in.
            Assert.True(bounded == 0 || allocated < 512 * 1024 + (text.Length * 256L), $"{allocated} bytes were allocated for {text.Length} characters.");
        }
        catch (Exception exception)
        {
            Assert.Fail($"Seed {seed}, {mutator.Format}: {exception}{Environment.NewLine}{text}");
        }
    }

    private static void Check(ManifestLoadResult result)
    {
        Assert.Equal(result.IsValid, result.Manifest is not null);
        Assert.Equal(result.IsValid, result.Problems.All(static problem => problem.Severity == ManifestProblemSeverity.Warning));
        Assert.InRange(result.Problems.Count, 0, ManifestProblemList.Max + 10);
        foreach (var problem in result.Problems)
        {
            Assert.InRange(problem.Message.Length, 10, 2_000);
            Assert.DoesNotMatch(ManifestSamples.Unprintable, problem.ToString());
            Assert.True(problem.Line is null or > 0 && problem.Column is null or > 0, $"{problem} has no place.");
        }

        if (!result.IsValid)
        {
            Assert.NotEmpty(Assert.ThrowsAny<PluginRegistryException>(result.ThrowIfInvalid).Message);
        }
    }
}
