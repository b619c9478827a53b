using System.Runtime.ExceptionServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Tasks;
using Dagstack.Extensions.Plugins.Trust;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Makes instances and sets them up, and undoes what was begun for those that fail.</summary>
/// <param name="lease">Lends to an instance what the host has for it, to be taken from a folder.</param>
/// <param name="copies">Copies the folders of plugins before they are loaded; null to load them where they are.</param>
/// <param name="locks">Lets only in what is locked; null to let everything in.</param>
/// <param name="hashes">Whether what is loaded is hashed for the audit log though nothing is locked.</param>
/// <param name="asksHealth">Whether plugins are asked how they are.</param>
/// <param name="time">Tells when a plugin said how it is.</param>
/// <param name="stopper">Ends within its time what can be ended by force.</param>
/// <param name="audit">Told what is loaded.</param>
/// <param name="logger">Told what could not be undone.</param>
internal sealed class PluginActivator(Func<PluginDescription, ShadowCopy?, PluginLease> lease, ShadowCopies? copies, PluginLocks? locks, bool hashes, bool asksHealth, TimeProvider time, PluginStopper stopper, PluginAudit audit, ILogger logger)
{
    /// <summary>Makes an instance and sets it up.</summary>
    /// <param name="attempt">Told how far it has come.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<PluginActivation> ActivateAsync(StartAttempt attempt, CancellationToken cancellationToken)
    {
        var plugin = attempt.Definition.Description!;
        audit.Declared(attempt.Definition);
        await TakeFilesAsync(attempt, cancellationToken).ConfigureAwait(false);
        audit.Loading(attempt.Definition, attempt.Sha256, attempt.AskedBy);
        var activation = await CreateAsync(attempt, plugin, cancellationToken).ConfigureAwait(false);
        if (plugin.Manifest.Reload == PluginReloadMode.StopFirst)
        {
            activation.EnterAroundHandlers(() => KeptCall.Mark(plugin.Manifest, activation.Target));
        }

        using var setup = new PluginCancellation(cancellationToken);
        try
        {
            attempt.Record.Loaded();
            activation.Ask();

            // One that dies has nothing to wait for any more.
            activation.Instance.Watch(static _ => { }, _ => setup.Cancel(), static () => { });
            await activation.Instance.SetupAsync(setup.Token).ConfigureAwait(false);
            (attempt.IsSetUp, activation.IsSetUp) = (true, true);
            activation.AskAfterSetup();
            await AskHealthAsync(attempt, activation, setup.Token).ConfigureAwait(false);
            return activation;
        }
        catch (Exception thrown)
        {
            // One that has been given up already has its reason.
            var isGivenUp = cancellationToken.IsCancellationRequested;
            var fault = thrown is OperationCanceledException && !isGivenUp && activation.Instance.End is { } end ? new PluginLoadException(plugin.Id, end) : thrown;
            if (!isGivenUp)
            {
                attempt.Failure = fault;
            }

            // Not with the token of the start, which may be cancelled already: what was begun is to be undone.
            await EndAsync(plugin.Manifest, activation).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(fault);
            throw;
        }
    }

    /// <summary>Ends an instance that nobody has seen, or that has died.</summary>
    /// <remarks>One that cannot be ended by force is waited for, however long it takes: it would be there twice otherwise.</remarks>
    public async Task EndAsync(PluginManifest manifest, PluginActivation activation)
    {
        if (activation.CanBeKilled)
        {
            var stopped = await stopper.EndAsync(manifest, generation: 0, activation, StopTime.Unlimited).ConfigureAwait(false);
            Discard(stopped.IsLeaked ? null : activation.Copy);
            return;
        }

        if ((await activation.EndAsync(CancellationToken.None).ConfigureAwait(false)).Fault is { } fault)
        {
            logger.TeardownFailed(manifest.Id, fault);
        }

        Discard(activation.Copy);
    }

    /// <summary>Asks a plugin how it is before anybody calls it: one that is degraded starts so, one that is unhealthy has failed.</summary>
    private async Task AskHealthAsync(StartAttempt attempt, PluginActivation activation, CancellationToken cancellationToken)
    {
        if (!asksHealth || !activation.ReportsHealth)
        {
            return;
        }

        var asked = time.GetTimestamp();
        var answer = await OwnThread.Run(() => HealthAnswer.AskAsync(activation.Instance, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        activation.FirstHealth = attempt.Health = answer.ToCheck(time, asked, failures: answer.IsFailure ? 1 : 0);
        if (answer.IsFailure)
        {
            throw new UnhealthyException($"it has been set up, and is not healthy: {answer.Reason}");
        }

        activation.StartsDegraded = answer.Reason;
    }

    private async Task<PluginActivation> CreateAsync(StartAttempt attempt, PluginDescription plugin, CancellationToken cancellationToken)
    {
        var lent = lease(plugin, attempt.Copy);
        try
        {
            var context = lent.Fill();
            var instance = await attempt.Definition.Runtime.CreateAsync(context, cancellationToken).ConfigureAwait(false);
            return new(instance, context.Context, lent, attempt.Copy) { Sha256 = attempt.Sha256 };
        }
        catch
        {
            await DisposeAsync(plugin.Id, lent).ConfigureAwait(false);
            Discard(attempt.Copy);
            throw;
        }
    }

    /// <summary>Finds out which files an instance is loaded from: a copy that was compared with a lock file, a copy, or those of the folder itself.</summary>
    private async Task TakeFilesAsync(StartAttempt attempt, CancellationToken cancellationToken)
    {
        var definition = attempt.Definition;
        if (attempt.Copy is not null || definition.Source.IsOfApplication)
        {
            return;
        }

        if (locks is not null)
        {
            (attempt.Copy, attempt.Sha256) = await locks.TakeAsync(definition, cancellationToken).ConfigureAwait(false);
            return;
        }

        attempt.Copy = CopyOf(definition);
        if (hashes)
        {
            attempt.Sha256 = await HashAsync(definition, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> HashAsync(PluginDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            return await PluginContent.HashAsync(definition.Source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.DiscoveryFinding($"the files of plugin '{definition.Name}' have no hash for the audit log: {fault.Message}");
            return null;
        }
    }

    private ShadowCopy? CopyOf(PluginDefinition definition)
    {
        if (copies is null || definition.Source is not { IsListed: false, Folder: { } folder } || !definition.Runtime.WantsCopy(definition.Description!))
        {
            return null;
        }

        try
        {
            return copies.Make(definition.Manifest!.Id, folder, definition.Code!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginLoadException(definition.Manifest!.Id, $"The folder '{folder}' of plugin '{definition.Manifest.Id}' cannot be copied, from which it is to be loaded: {fault.Message}", fault) { File = folder };
        }
    }

    private void Discard(ShadowCopy? copy)
    {
        if (copy is not null)
        {
            copies!.Remove(copy);
        }
    }

    /// <summary>Disposes what was lent for a start that has failed, and does not let that hide why it failed.</summary>
    private async ValueTask DisposeAsync(PluginId id, PluginLease lent)
    {
        try
        {
            await lent.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            logger.TeardownFailed(id, $"disposing it after its start had failed threw {ExceptionText.Full(fault)}");
        }
    }
}
