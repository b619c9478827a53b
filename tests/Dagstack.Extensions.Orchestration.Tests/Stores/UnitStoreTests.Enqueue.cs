using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>Units are taken in.</content>
public abstract partial class UnitStoreTests
{
    [Fact]
    public async Task NewUnit_All_IsKeptAsItWasSaid()
    {
        var unit = new NewUnit
        {
            UnitId = Guid.CreateVersion7().ToString(),
            Plugin = Plugin,
            Args = Json("""{"b":1.50,"a":"\u0000"}"""),
            PartitionKey = "p",
            IdempotencyKey = "key",
            InputHash = "hash",
            IsUniqueByInput = true,
            ExpiresIn = TimeSpan.FromHours(1),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Metadata = """{"tenant":"acme"}""",
        };
        await EnqueueAsync(unit);

        var open = await HeadAsync(await ClaimAsync());
        Assert.Equal((unit.UnitId, Plugin, "p", "hash", unit.TraceParent, unit.Metadata), (open.UnitId, open.Plugin, open.PartitionKey, open.InputHash, open.TraceParent, open.Metadata));
        Assert.Equal(unit.Args.ToArray(), open.Args.ToArray());
        Assert.Equal((0, 0, 0, false, false, false, TimeSpan.Zero), (open.Run, open.Failures, open.Losses, open.IsRunning, open.IsLost, open.IsCancelling, open.DueIn));
        Assert.InRange(open.ExpiresIn!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
        Assert.InRange(open.Waited, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        var details = await GetAsync(unit.UnitId);
        Assert.Equal((unit.UnitId, PluginId.Parse(Plugin), UnitState.Queued, "p", "key"), (details.UnitId, details.Plugin, details.State, details.PartitionKey, details.IdempotencyKey));
        Assert.Equal("""{"b":1.50,"a":"\u0000"}""", details.Args.GetRawText());
        Assert.Null(details.Output);
        Assert.Null(details.Progress);
        Assert.Null(details.Error);
        Assert.Null(details.NotBefore ?? details.StartedAt ?? details.FinishedAt);
        Assert.False(details.IsFinal || details.HaltsPartition || details.IsUnchanged || details.IsCancelling);
    }

    [Fact]
    public async Task NewUnit_SaidAgain_IsAppliedOnce()
    {
        var unit = New();
        await EnqueueAsync(unit);

        Assert.Equal(new(UnitWriteOutcome.Applied, unit.UnitId), await WriteAsync(unit));

        Assert.Equal([unit.UnitId], await QueueAsync(await ClaimAsync()));
        Assert.Equal(1, Assert.Single(await Store.CountAsync(default)).Queued);
    }

    [Fact]
    public async Task NewUnit_SaidAgainAfterItsEnd_ChangesNothing()
    {
        var unit = New();
        await EnqueueAndEndAsync(UnitEndKind.Succeeded, unit);

        Assert.Equal(new(UnitWriteOutcome.Applied, unit.UnitId), await WriteAsync(unit));

        Assert.Equal(UnitState.Succeeded, await StateAsync(unit.UnitId));
    }

    [Fact]
    public async Task NewUnit_SeveralOfAPartition_KeepTheirOrder()
    {
        var units = Enumerable.Range(0, 20).Select(static _ => New()).Reverse().ToArray();
        await Store.WriteAsync(units[..10], default);
        await Store.WriteAsync(units[10..], default);

        Assert.Equal(units.Select(static unit => unit.UnitId), await QueueAsync(await ClaimAsync()));
    }

    [Fact]
    public async Task NewUnit_WithoutAKey_HasAQueueOfItsOwn()
    {
        var (first, second) = (await EnqueueAsync(New(partitionKey: null)), await EnqueueAsync(New(partitionKey: null)));

        Assert.Equal(["u:" + first, "u:" + second], await RunnableAsync());
        Assert.Equal([first], await QueueAsync(await ClaimAsync(null, first)));
        Assert.Null((await GetAsync(first)).PartitionKey);
    }

    [Theory]
    [InlineData(UnitEndKind.Succeeded)]
    [InlineData(UnitEndKind.Failed)]
    [InlineData(UnitEndKind.Cancelled)]
    [InlineData(UnitEndKind.Expired)]
    [InlineData(null)]
    public async Task NewUnit_SameIdempotencyKey_IsTheUnitThatIsThere(UnitEndKind? ended)
    {
        var first = New(key: "key");
        if (ended is { } kind)
        {
            await EnqueueAndEndAsync(kind, first);
        }
        else
        {
            await EnqueueAsync(first);
        }

        Assert.Equal(new(UnitWriteOutcome.Deduplicated, first.UnitId), await WriteAsync(New("other", key: "key")));
        await EnqueueAsync(New("other", OtherPlugin, key: "key"));
        await EnqueueAsync(New("other", key: "Key"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(UnitEndKind.Succeeded, true)]
    [InlineData(UnitEndKind.Retry, true)]
    [InlineData(UnitEndKind.Failed, false)]
    [InlineData(UnitEndKind.FailedAndHalts, false)]
    [InlineData(UnitEndKind.Cancelled, false)]
    [InlineData(UnitEndKind.Expired, false)]
    public async Task NewUnit_SameInput_IsTheUnitThatWaitsRunsOrHasSucceeded(UnitEndKind? ended, bool isTheSame)
    {
        var first = New(hash: "hash");
        await (ended is { } kind ? EnqueueAndEndAsync(kind, first) : EnqueueAndStartAsync(first));

        var second = New("other", hash: "hash");
        Assert.Equal(isTheSame ? new(UnitWriteOutcome.Deduplicated, first.UnitId) : new(UnitWriteOutcome.Applied, second.UnitId), await WriteAsync(second));
        await EnqueueAsync(New("other", OtherPlugin, hash: "hash"));
        await EnqueueAsync(New("other", hash: "HASH"));
    }

    [Fact]
    public async Task NewUnit_SameInputThatIsNotUnique_IsAnother()
    {
        await EnqueueAsync(New(hash: "hash", isUnique: false));
        await EnqueueAsync(New(hash: "hash", isUnique: false));

        await EnqueueAsync(New(hash: "hash"));
        Assert.Equal(UnitWriteOutcome.Deduplicated, (await WriteAsync(New(hash: "hash"))).Outcome);
    }

    [Fact]
    public async Task NewUnit_SameKeyTwiceInABatch_IsOneUnit()
    {
        var (first, second, third) = (New(key: "key"), New(key: "key"), New());

        var results = await Store.WriteAsync([first, second, third], default);

        Assert.Equal([new(UnitWriteOutcome.Applied, first.UnitId), new(UnitWriteOutcome.Deduplicated, first.UnitId), new(UnitWriteOutcome.Applied, third.UnitId)], results);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NewUnit_ManyCallersWithTheSameKeys_MakeOneUnitOfEach(bool byKey)
    {
        const int Callers = 32;
        const int Keys = 20;
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var found = new string[Keys];
            foreach (var i in Enumerable.Range(caller, Keys).Select(static i => i % Keys))
            {
                var unit = byKey ? New($"p{i % 3}", key: $"key {i}") : New($"p{i % 3}", hash: $"hash {i}");
                found[i] = (await WriteAsync(unit)).Value!;
            }

            return found;
        })));

        Assert.All(answers, found => Assert.Equal(answers[0], found));
        Assert.Equal(Keys, answers[0].Distinct().Count());
        Assert.Equal(Keys, Assert.Single(await Store.CountAsync(default)).Queued);
    }

    [Fact]
    public async Task NewUnit_IsTold()
    {
        var unitId = await EnqueueAsync();

        await Signals.SeesAsync(UnitSignalKind.Queued, "k:p", unitId);
    }

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task NewUnit_OddTexts_AreKeptAndToldApart(string name)
    {
        var text = s_oddTexts[name];
        var args = $$"""{"text":{{JsonSerializer.Serialize(text)}}}""";
        var unitId = await EnqueueAsync(New(text, key: text, args: args));
        var other = await EnqueueAsync(New(text + "!", key: text + "!"));

        var lease = await ClaimAsync(text);
        Assert.Equal([unitId], await QueueAsync(lease));
        Assert.Equal((text, args), ((await HeadAsync(lease)).PartitionKey, System.Text.Encoding.UTF8.GetString((await HeadAsync(lease)).Args.Span)));
        Assert.Equal((text, text, args), ((await GetAsync(unitId)).PartitionKey, (await GetAsync(unitId)).IdempotencyKey, (await GetAsync(unitId)).Args.GetRawText()));
        Assert.Equal(text, (await GetAsync(unitId)).Args.GetProperty("text").GetString());
        Assert.Equal(new(UnitWriteOutcome.Deduplicated, unitId), await WriteAsync(New("elsewhere", key: text)));
        Assert.Equal([unitId], (await Store.ListAsync(new() { PartitionKey = text }, default)).Units.Select(static unit => unit.UnitId));
        Assert.Equal([other], await QueueAsync(await ClaimAsync(text + "!")));
    }

    public static TheoryData<string> OddTexts => [.. s_oddTexts.Keys];

    private static readonly Dictionary<string, string> s_oddTexts = new()
    {
        ["empty"] = string.Empty,
        ["blank"] = "  ",
        ["emoji"] = "👩‍🚀 und Zoë",
        ["quotes"] = "'; drop table unit; --\"$1%_\\",
        ["lines"] = "a\r\n\tb\u2028\u0001",
        ["long"] = string.Concat(Enumerable.Repeat("0123456789abcdeé", 64)),
        ["like another"] = "u:" + Guid.Empty,
        ["high"] = "\uffff\U0010ffff\ue000",
    };

    [Fact]
    public async Task NewUnit_KeysThatDifferInCaseOrForm_AreTwo()
    {
        var units = new[] { "é", "e\u0301", "É", "e", "E", "e " }.Select(static key => New(key, key: key, hash: key)).ToArray();
        var results = await Store.WriteAsync(units, default);

        Assert.All(results, static result => Assert.Equal(UnitWriteOutcome.Applied, result.Outcome));
        Assert.Equal(units.Length, (await RunnableAsync()).Length);
    }

    [Fact]
    public async Task NewUnit_AMebibyteOfArgs_IsKept()
    {
        var args = $$"""{"text":"{{new string('x', 1 << 20)}}"}""";
        var (unitId, lease) = await EnqueueAndStartAsync(New(args: args));

        Assert.Equal(args.Length, (await HeadAsync(lease)).Args.Length);
        Assert.Equal(args, (await GetAsync(unitId)).Args.GetRawText());
    }
}
