using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Orchestration.Tests.Killing;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>Runs units on a node of the simulation, and says what happens to each.</summary>
internal sealed class SimBody(SimNode node) : IUnitBody
{
    private static readonly HashSet<string> s_ready = [SimWork.Plugin];
    private int _runs;

    public event Action? ReadyChanged
    {
        add { }
        remove { }
    }

    public IReadOnlySet<string> Ready => s_ready;

    public UnitTraits TraitsOf(string plugin) => new() { IsCheckpointable = true };

    public async Task<JsonElement?> RunAsync(OpenUnit unit, UnitContext context, CancellationToken cancellationToken)
    {
        var (run, work) = ($"{node.Name}:{++_runs}", SimWork.Parse(unit.Args));
        Say(FactKind.Started);
        try
        {
            var value = await GoAsync(work, context, Say, work.IsDeaf ? CancellationToken.None : cancellationToken);
            Say(FactKind.Completed);
            return JsonSerializer.SerializeToElement(new SimOutput(run, value));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Say(FactKind.Interrupted);
            throw;
        }
        catch (InvalidTimeZoneException)
        {
            Say(FactKind.Failed);
            throw;
        }
        catch (UnitInterruptedException)
        {
            Say(FactKind.Refused);
            throw;
        }

        void Say(FactKind kind, int number = 0) => node.World.Say(kind, node.Name, unit.UnitId, run, number);
    }

    private async Task<int> GoAsync(SimWork work, UnitContext context, Say say, CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        var (done, value) = (0, work.Beginning);
        if (work.Steps > 0)
        {
            (done, value) = await context.Checkpoint.LoadVersionAsync("state", cancellationToken) is { } saved ? SimWork.Read(saved.Value) : (done, value);
            say(FactKind.Resumed, done);
        }

        while (done < work.Steps)
        {
            await WorkAsync(cancellationToken);
            if (context.Attempt <= work.Failures)
            {
                throw new InvalidTimeZoneException("It fails as it was told to.");
            }

            value = SimWork.Step(value, ++done);
            say(FactKind.Saving, done);
            context.Progress.Report((double)done / work.Steps);
            await context.Checkpoint.SaveAsync("state", SimWork.Write(done, value), cancellationToken);
            say(FactKind.Saved, done);
        }

        return context.Attempt <= work.Failures ? throw new InvalidTimeZoneException("It fails as it was told to.") : value;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        if (node.World.Chance(0.8))
        {
            await Task.Delay(node.World.Span(TimeSpan.FromSeconds(2)), node.Time, cancellationToken);
        }
    }

    private delegate void Say(FactKind kind, int number = 0);
}
