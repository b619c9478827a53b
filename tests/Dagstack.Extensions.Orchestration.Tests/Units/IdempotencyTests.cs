using System.Text.Json;
using Dagstack.Extensions.Orchestration.Units;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

public sealed class IdempotencyTests
{
    /// <summary>Gets pairs of arguments, and whether they are the same work under a mode.</summary>
    public static TheoryData<PluginIdempotencyMode, string, string, string, bool> Pairs => new()
    {
        { PluginIdempotencyMode.InputHash, "", """{"a":1}""", """{"a":1}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":1,"b":2}""", """{"b":2,"a":1}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":1}""", """{ "a" : 1 }""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":1}""", """{"a":1.0}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":100}""", """{"a":1e2}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":0.5}""", """{"a":5E-1}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":0}""", """{"a":-0.0}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":9007199254740993}""", """{"a":9007199254740992}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":1}""", """{"a":-1}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":1}""", """{"a":"1"}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":10}""", """{"a":1}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":"\u0041"}""", """{"a":"A"}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":"A"}""", """{"a":"a"}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":"\u0000"}""", """{"a":""}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":"é"}""", """{"a":"é"}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":[1,2]}""", """{"a":[2,1]}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":[1,2]}""", """{"a":[1, 2]}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":{"x":1,"y":{"q":1,"p":2}}}""", """{"a":{"y":{"p":2,"q":1},"x":1}}""", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":null}""", "{}", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":null}""", """{"a":false}""", false },
        { PluginIdempotencyMode.InputHash, "", """{"a":true}""", """{"a":true}""", true },
        { PluginIdempotencyMode.InputHash, "", "{}", "{}", true },
        { PluginIdempotencyMode.InputHash, "", """{"a":1}""", """{"A":1}""", false },
        { PluginIdempotencyMode.InputHash, "a", """{"a":1,"b":1}""", """{"a":1,"b":2}""", true },
        { PluginIdempotencyMode.InputHash, "a", """{"a":1,"b":1}""", """{"a":2,"b":1}""", false },
        { PluginIdempotencyMode.InputHash, "a,c", """{"c":2,"a":1,"b":1}""", """{"a":1,"b":9,"c":2}""", true },
        { PluginIdempotencyMode.InputHash, "a,c", """{"a":1}""", """{"a":1,"c":null}""", false },
        { PluginIdempotencyMode.InputHash, "z", """{"a":1}""", """{"a":2}""", true },
        { PluginIdempotencyMode.OutputHash, "", """{"a":1}""", """{"a":1}""", false },
        { PluginIdempotencyMode.None, "", """{"a":1}""", """{"a":1}""", false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task EnqueueAsync_ASecondUnit_IsTheFirstIfItIsTheSameWork(PluginIdempotencyMode mode, string members, string first, string second, bool isSame)
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, IdempotencyMode = mode, ContentHash = members.Split(',', StringSplitOptions.RemoveEmptyEntries) });

        var one = await host.EnqueueAsync(first);
        var another = await host.Units.EnqueueAsync("w", JsonElement.Parse(second));
        await host.WaitAsync(one);
        var third = await host.Units.EnqueueAsync("w", JsonElement.Parse(second));

        Assert.Equal((isSame, isSame), (another.Deduplicated, another.UnitId == one));
        Assert.Equal(mode == PluginIdempotencyMode.InputHash, third.Deduplicated);
    }

    [Theory]
    [InlineData(PluginIdempotencyMode.None)]
    [InlineData(PluginIdempotencyMode.InputHash)]
    [InlineData(PluginIdempotencyMode.OutputHash)]
    public async Task EnqueueAsync_AnExplicitKey_AloneDecides(PluginIdempotencyMode mode)
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, IdempotencyMode = mode });

        var one = await host.EnqueueAsync("""{"a":1}""", new() { IdempotencyKey = "k" });
        var same = await host.Units.EnqueueAsync("w", JsonElement.Parse("""{"a":2}"""), new() { IdempotencyKey = "k" });
        var other = await host.Units.EnqueueAsync("w", JsonElement.Parse("""{"a":1}"""), new() { IdempotencyKey = "K" });

        Assert.Equal((true, one), (same.Deduplicated, same.UnitId));
        Assert.False(other.Deduplicated);
    }

    [Fact]
    public async Task EnqueueAsync_InputHashOfAFailedUnit_IsNewWork()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, IdempotencyMode = PluginIdempotencyMode.InputHash }, static x => x.Defaults.MaxAttempts = 1);
        host.Worker.Do = static (_, _, _) => throw new InvalidOperationException();
        var failed = await host.EnqueueAsync();
        await host.WaitAsync(failed);
        host.Worker.Do = static (args, _, _) => new(args);

        var again = await host.Units.EnqueueAsync("w", JsonElement.Parse("{}"));
        Assert.False(again.Deduplicated);
        await host.WaitAsync(again.UnitId);
        Assert.False(await host.Units.RetryAsync(failed));
        Assert.Equal(1, (await host.Units.BackfillAsync(new())).SkippedCount);
    }

    [Fact]
    public async Task EnqueueAsync_ThirtyTwoCallersOfOneInput_AreOneUnit()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, IdempotencyMode = PluginIdempotencyMode.InputHash });

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => host.Units.EnqueueAsync("w", JsonElement.Parse("""{"a":1}""")).AsTask())));

        Assert.Single(results.Select(static result => result.UnitId).Distinct());
        Assert.Single(results, static result => !result.Deduplicated);
        await host.WaitAsync(results[0].UnitId);
        Assert.Single(host.Worker.Runs);
    }

    [Fact]
    public async Task EnqueueAsync_OutputHash_AnEqualOutputIsMarkedUnchanged()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, IdempotencyMode = PluginIdempotencyMode.OutputHash });
        string[] outputs = ["""{"x":1,"y":2}""", """{"y":2.0,"x":1}""", """{"x":3}""", """{"x":1,"y":2}"""];
        List<bool> unchanged = [];
        foreach (var output in outputs)
        {
            host.Worker.Do = (_, _, _) => new(JsonElement.Parse(output));
            unchanged.Add((await host.WaitAsync(await host.EnqueueAsync())).IsUnchanged);
        }

        Assert.Equal([false, true, false, false], unchanged);
    }

    [Fact]
    public async Task EnqueueAsync_HalfOfASurrogatePair_IsRefusedWhereItWouldBeCompared()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, IdempotencyMode = PluginIdempotencyMode.InputHash });

        await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("""{"a":"\ud800"}"""));
        await host.EnqueueAsync("""{"a":"\ud800"}""", new() { IdempotencyKey = "k" });
    }

    [Fact]
    public void NumberOf_AnyWayOfWritingANumber_IsTheSame()
    {
        var random = new Random(42);
        for (var i = 0; i < 10_000; i++)
        {
            var digits = random.NextInt64(1, 1_000_000_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var exponent = random.Next(-30, 30);
            var sign = random.Next(2) == 0 ? "-" : "";
            var plain = $"{sign}{digits}e{exponent}";
            var point = random.Next(1, digits.Length + 1);
            var shifted = point == digits.Length ? $"{sign}{digits}.{new string('0', random.Next(1, 4))}E{exponent:+0;-0}" : $"{sign}{digits[..point]}.{digits[point..]}e{exponent + digits.Length - point}";
            var padded = $"{sign}{digits}{new string('0', 5)}e{exponent - 5}";
            var other = $"{sign}{digits}1e{exponent}";

            Assert.Equal(CanonicalJson.NumberOf(plain), CanonicalJson.NumberOf(shifted));
            Assert.Equal(CanonicalJson.NumberOf(plain), CanonicalJson.NumberOf(padded));
            Assert.NotEqual(CanonicalJson.NumberOf(plain), CanonicalJson.NumberOf(other));
            Assert.Equal(CanonicalJson.NumberOf(plain), CanonicalJson.NumberOf(CanonicalJson.NumberOf(plain)));
        }

        Assert.Equal("1e99999999999999999999", CanonicalJson.NumberOf("10e99999999999999999998"));
    }
}
