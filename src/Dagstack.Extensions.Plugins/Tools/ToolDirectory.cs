using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Schemas;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>Knows which functions the tool plugins of a host have. Each is asked once for each start, and after each change that it reports; reading takes no lock.</summary>
internal sealed partial class ToolDirectory(PluginKind kind, ILogger logger)
{
    /// <summary>How long a plugin may take to say what it has, unless the kind has a time-out.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // By what a start has made, which is gone with it, and not kept by being a key here.
    private readonly ConditionalWeakTable<object, AskedTools> _asked = [];
    private readonly Lock _asking = new();
    private ToolMap _map = new(ServingMembers.None, [], []);

    /// <summary>Finds a function.</summary>
    /// <exception cref="PluginUnavailableException">The plugin that is named before the function does not serve.</exception>
    /// <exception cref="ToolNotFoundException">There is no such function.</exception>
    public async ValueTask<ToolEntry> FindAsync(string function, CancellationToken cancellationToken)
    {
        var map = await ReadAsync(isComplete: false, cancellationToken).ConfigureAwait(false);
        if (map.Find(function) is { } found)
        {
            return found;
        }

        map = await ReadAsync(isComplete: true, cancellationToken).ConfigureAwait(false);
        return map.Find(function) ?? throw NotFound(function, map);
    }

    /// <summary>Gets what there is now.</summary>
    /// <param name="isComplete">Whether plugins that failed to answer are asked again.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<ToolMap> ReadAsync(bool isComplete, CancellationToken cancellationToken)
    {
        var serving = kind.Serving;
        var map = Volatile.Read(ref _map);
        if (map.Serving == serving && (!isComplete || map.Silent.Count == 0))
        {
            return map;
        }

        var answers = await Task.WhenAll(Array.ConvertAll(serving.InOrder, member => AskOnce(member, isComplete))).WaitAsync(cancellationToken).ConfigureAwait(false);
        map = new(serving, [.. answers.SelectMany(static answer => answer.Entries)], [.. answers.Select(static answer => answer.Fault).OfType<string>()]);
        Volatile.Write(ref _map, map);
        return map;
    }

    private Task<ToolAnswer> AskOnce(KindMember member, bool again)
    {
        if (member.Instance is not { } instance)
        {
            return Task.FromResult(new ToolAnswer([], fault: null));
        }

        lock (_asking)
        {
            // Read before it is asked: what changes meanwhile is asked for once more.
            var alterations = member.Alterations;
            if (_asked.TryGetValue(instance, out var asked) && asked.Alterations == alterations && !(again && asked.HasFailed))
            {
                return asked.Answer;
            }

            _asked.AddOrUpdate(instance, asked = new(alterations, Ask(member)));
            return asked.Answer;
        }
    }

    /// <summary>Asks for all callers: the answer has nothing of the first of them in it, no metadata and no token.</summary>
    private Task<ToolAnswer> Ask(KindMember member)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(() => AskAsync(member));
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => AskAsync(member));
        }
    }

    private async Task<ToolAnswer> AskAsync(KindMember member)
    {
        try
        {
            var plugin = (ITool)(object)member.ProxyFor(kind.Options.Timeout is null ? new() { Timeout = s_patience } : null, expected: null);
            return Read(member, await plugin.GetSchemaAsync(CancellationToken.None).ConfigureAwait(false));
        }
        catch (PluginUnavailableException gone) when (gone.Plugin == member.Id)
        {
            return new([], $"'{member.Id}' is {PluginStates.NameOf(gone.State)}");
        }
        catch (Exception fault)
        {
            logger.ToolsUnknown(member.Id, ExceptionText.MessageOf(fault), ExceptionText.Loggable(fault));
            return new([], $"'{member.Id}' failed to say what it has: {ExceptionText.Of(fault)}");
        }
    }

    private ToolAnswer Read(KindMember member, IReadOnlyList<ToolSchema>? schemas)
    {
        var entries = new List<ToolEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schema in schemas ?? [])
        {
            if (string.IsNullOrEmpty(schema?.Name) || !names.Add(schema.Name))
            {
                logger.ToolRefused(member.Id, Excerpt.Of(schema?.Name ?? string.Empty), "it has no name, or one that is there before");
                continue;
            }

            // The plugin's own document may be pooled, or go with it.
            var entry = new ToolEntry(member, new() { Name = schema.Name, Description = schema.Description ?? string.Empty, Parameters = schema.Parameters.Clone() });
            entries.Add(entry);
            if (!FunctionName().IsMatch(entry.Name))
            {
                logger.ToolNameUnusual(member.Id, Excerpt.Of(entry.Name));
            }

            if (entry.Arguments.Problems.Count > 0)
            {
                logger.ToolRefused(member.Id, Excerpt.Of(entry.Name), $"its schema cannot be used: {string.Join(" ", entry.Arguments.Problems)}");
            }
        }

        return new(entries, fault: null);
    }

    private PluginRegistryException NotFound(string function, ToolMap map)
    {
        // A name with a plugin before it says whom to ask why.
        var ofPlugin = function.Split('.', 2) is [var name, _] ? kind.Members.FirstOrDefault(member => member.Id.Name == name) : null;
        if (ofPlugin?.Status is { IsServing: false } status)
        {
            return new PluginUnavailableException(ofPlugin.Id, status.State, status.Reason ?? "it has not been started.", status.Code);
        }

        var near = NearNames.Find(function, map.Names);
        string[] known = [.. map.Functions.Select(static tool => tool.CallName)];
        string[] missing = [.. kind.Statuses().Where(static status => status is { IsServing: false, State: not PluginState.Reloading }).Select(static status => $"'{status.Id}' is {PluginStates.NameOf(status.State)}"), .. map.Silent];
        var why = missing.Length == 0 ? string.Empty : $" Plugins whose functions are not among them: {string.Join("; ", missing)}.";
        return new ToolNotFoundException(function, near, known, $"There is no tool function '{Excerpt.Of(function)}'.{SchemaRun.DidYouMean(near)} Functions: {(known.Length == 0 ? "none" : JsonText.List(known, "and"))}.{why}");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z")]
    private static partial Regex FunctionName();
}
