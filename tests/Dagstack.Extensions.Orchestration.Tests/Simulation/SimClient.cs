using System.Globalization;
using Dagstack.Extensions.Orchestration.Tests.Killing;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>A caller of one partition: each unit is enqueued once the one before it is acknowledged, under a key of its own, some of them more than once.</summary>
internal sealed class SimClient(SimNode node, UnitStore store, string partition, int count, SimWork? only)
{
    public bool IsDone { get; private set; }

    public async Task RunAsync()
    {
        for (var number = 1; number <= count; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{partition}/{number}");
            var work = only ?? SimWork.Roll(node.World.Dice);
            await Task.WhenAll(Enumerable.Range(0, node.World.Chance(0.3) ? 2 : 1).Select(_ => EnqueueAsync(number, key, work)));
            if (node.World.Chance(0.5))
            {
                await Task.Delay(node.World.Span(TimeSpan.FromSeconds(4)), node.Time);
            }
        }

        IsDone = true;
    }

    private async Task EnqueueAsync(int number, string key, SimWork work)
    {
        for (NewUnit? unit = null; ;)
        {
            // A caller that got no answer says the same again, or is another one that knows nothing of it.
            unit = unit is null || node.World.Chance(0.5) ? New(key, work) : unit;
            try
            {
                var result = await store.WriteAsync([unit], CancellationToken.None);
                var id = result[0].Value!;
                node.World.Say(FactKind.Enqueued, node.Name, id, number: number, key: key, partition: partition);
                if (only is null && node.World.Chance(0.05))
                {
                    node.Run(() => CancelAsync(id));
                }

                return;
            }
            catch (UnitStoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.3), node.Time);
            }
        }
    }

    private async Task CancelAsync(string id)
    {
        await Task.Delay(node.World.Span(TimeSpan.FromSeconds(6)), node.Time);
        node.World.Say(FactKind.Cancelling, node.Name, id);
        for (var isAnswered = false; !isAnswered;)
        {
            try
            {
                await store.WriteAsync([new CancelWrite { UnitId = id }], CancellationToken.None);
                isAnswered = true;
            }
            catch (UnitStoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.3), node.Time);
            }
        }
    }

    private NewUnit New(string key, SimWork work)
    {
        var id = new byte[16];
        node.World.Dice.NextBytes(id);
        return new() { UnitId = new Guid(id).ToString(), Plugin = SimWork.Plugin, Args = work.ToArgs(), PartitionKey = partition, IdempotencyKey = key };
    }
}
