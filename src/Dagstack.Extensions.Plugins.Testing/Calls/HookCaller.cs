using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Json;

namespace Dagstack.Extensions.Plugins.Testing.Calls;

/// <summary>Calls hooks and takes down what becomes of it. While a call waits for the frozen clock, the clock moves on to its next timer.</summary>
internal sealed class HookCaller(PluginContract contract, FrozenClock clock, TaskScheduler? scheduler = null, CultureInfo? culture = null)
{
    private const int MaxItems = 10_000;

    private static readonly MethodInfo s_collect = typeof(HookCaller).GetMethod(nameof(CollectAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly HookJson _json = new(contract, onlyExposed: false);

    public async Task<IReadOnlyList<CallOutcome>> CallAsync(object plugin, IEnumerable<HookCall> calls, CancellationToken cancellationToken)
    {
        var outcomes = new List<CallOutcome>();
        foreach (var call in calls)
        {
            outcomes.Add(await CallAsync(plugin, call, cancellationToken).ConfigureAwait(false));
        }

        return outcomes;
    }

    public async Task<CallOutcome> CallAsync(object plugin, HookCall call, CancellationToken cancellationToken)
    {
        try
        {
            var result = await WaitAsync(Begin(plugin, call, cancellationToken), call, cancellationToken).ConfigureAwait(false);
            return new(call, result, null, JsonOf(call.Hook, result));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new(call, null, fault, JsonOf(fault));
        }
    }

    /// <summary>Makes a call on the current thread, up to its first await.</summary>
    public static async Task<object?> InvokeAsync(object plugin, HookCall call, CancellationToken cancellationToken)
    {
        var invocation = call.CreateInvocation();
        invocation.CancellationToken = cancellationToken;
        var result = await invocation.InvokeUntypedAsync(plugin).ConfigureAwait(false);
        return call.Hook.Shape == HookShape.Stream && result is not null
            ? await ((Task<Array>)s_collect.MakeGenericMethod(call.Hook.ResultType).Invoke(null, [result, cancellationToken])!).ConfigureAwait(false)
            : result;
    }

    public string JsonOf(HookDescriptor hook, object? result)
    {
        try
        {
            return hook.Shape == HookShape.Stream && result is Array items
                ? $"{{\"result\":[{string.Join(',', items.Cast<object?>().Select(item => Encoding.UTF8.GetString(_json.WriteResult(hook, item))))}]}}"
                : $"{{\"result\":{Encoding.UTF8.GetString(_json.WriteResult(hook, result))}}}";
        }
        catch (PluginSerializationException fault)
        {
            return JsonSerializer.Serialize(new { unserialisable = fault.Message });
        }
    }

    public static string JsonOf(Exception fault) => $"{{\"error\":{JsonSerializer.Serialize(RemoteFault.Of(fault))}}}";

    private Task<object?> Begin(object plugin, HookCall call, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            CultureInfo.CurrentCulture = culture ?? CultureInfo.CurrentCulture;
            return InvokeAsync(plugin, call, cancellationToken);
        },
        cancellationToken,
        TaskCreationOptions.DenyChildAttach,
        scheduler ?? TaskScheduler.Default).Unwrap();

    private Task<object?> WaitAsync(Task<object?> pending, HookCall call, CancellationToken cancellationToken) => MovingClock.WaitAsync(pending, clock, $"The hook '{call.Hook.Name}'", cancellationToken);

    private static async Task<Array> CollectAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        var collected = new List<T>();
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            collected.Add(item);
            if (collected.Count == MaxItems)
            {
                break;
            }
        }

        return collected.ToArray();
    }
}
