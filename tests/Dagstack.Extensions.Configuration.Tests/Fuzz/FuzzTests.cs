using System.Diagnostics;
using System.Text;
using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Fuzz;

/// <summary>Files that nobody has meant: an error with a place, or values, and nothing else.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static int Count => Limits.IsLong ? 200_000 : 6_000;

    [Fact]
    public void Load_MutatedFiles_GivesValuesOrAConfigErrorSoon()
    {
        var (good, slowest, largest) = (0, TimeSpan.Zero, 0L);
        for (var seed = 0; seed < Count; seed++)
        {
            var (bytes, format) = Mutation.Of(seed);
            var before = Stopwatch.GetTimestamp();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                good += Load(bytes, format) ? 1 : 0;
            }
            catch (ConfigException)
            {
                // As it should be.
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, {format.Name}: {exception}\n{Encoding.UTF8.GetString(bytes)}");
            }

            var time = Stopwatch.GetElapsedTime(before);
            slowest = time > slowest ? time : slowest;
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        output.WriteLine($"{Count} files, {good} good, slowest {slowest.TotalMilliseconds:0} ms, most memory {largest >> 10} KiB");
        Assert.InRange(good, 1, Count - 1);
        Assert.True(slowest < Limits.Patience, $"{slowest}");
        Assert.True(largest < 16 << 20, $"{largest}");
    }

    [Theory]
    [MemberData(nameof(Hostile.Names), MemberType = typeof(Hostile))]
    public void Load_HostileFile_IsRefusedWithinBounds(string name)
    {
        var (bytes, format, message) = Hostile.Files[name]();
        var before = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ConfigException>(() => Load(bytes, format));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 2_000, $"{error.Message.Length}");
        var megabytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) >> 20;
        output.WriteLine($"{name}: {bytes.Length} bytes, {Stopwatch.GetElapsedTime(before).TotalMilliseconds:0} ms, {megabytes} MB");
        Assert.True(megabytes < 300, $"{megabytes} MB");
        Assert.True(Stopwatch.GetElapsedTime(before) < Limits.Patience);
    }

    // Everything that is done with a file: read, merged, written out, masked.
    private static bool Load(byte[] bytes, ConfigFormat format)
    {
        var problems = new ProblemList();
        var root = TreeReader.Read(bytes, new ConfigFile("file", format), new Interpolator(static name => name.Length == 1 ? "1" : null), problems);
        problems.ThrowIfAny();
        root = LayerMerge.Merge(root!, root!);
        _ = FlatKeys.Of(root);
        _ = new CanonicalJson(static (_, _) => "secret", mask: true).Write(root, string.Empty);
        return true;
    }
}
