using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>A call by names, with arguments and result in JSON.</summary>
internal static class JsonCall
{
    public static async Task<JsonElement> RunAsync(IServiceProvider provider, IPluginRegistry registry, PluginId id, string name, JsonElement arguments, CancellationToken cancellationToken)
    {
        var status = (provider.GetRequiredService<PluginHost>().Find(id) ?? throw NotFound(registry, id)).Status;
        if (!provider.GetPluginContracts().TryGetValue(id.Kind, out var contract))
        {
            throw new PluginUnavailableException(id, status.State, status.Reason ?? $"this host has no contract for the kind '{id.Kind}'.");
        }

        var codec = PluginCodec.Of(contract).For(Find(contract, name));
        var problems = codec.CheckArguments(arguments);
        if (problems.Count > 0)
        {
            throw new PluginSerializationException($"The arguments of '{name}' of the plugin '{id}' do not fit: {string.Join(' ', problems)} InputSchema of its HookCodec says what it takes.") { Kind = id.Kind, Hook = codec.Hook.Name };
        }

        return await codec.CallAsync(provider.GetRequiredKeyedService(contract.InterfaceType, id.ToString()), arguments, cancellationToken).ConfigureAwait(false);
    }

    private static HookDescriptor Find(PluginContract contract, string name)
    {
        var callable = contract.Hooks.Where(static hook => hook.Shape != HookShape.Stream).ToArray();
        var names = Array.ConvertAll(callable, static hook => hook.WireName);
        return Array.Find(callable, hook => hook.WireName == name)
            ?? throw new ArgumentException($"The kind '{contract.Kind}' has no hook '{name}' that can be called by JSON.{(NearNames.Find(name, names) is { } near ? $" Did you mean '{near}'?" : string.Empty)} It has: {string.Join(", ", names)}.", nameof(name));
    }

    private static PluginNotFoundException NotFound(IPluginRegistry registry, PluginId id)
    {
        var all = registry.Plugins.Where(static plugin => plugin.Id is not null).Select(static plugin => plugin.Id!.Value.ToString()).ToArray();
        var near = NearNames.Find(id.ToString(), all);
        return new(id.ToString(), nameof(DagstackPluginsServiceProviderExtensions.CallPluginAsync), near, $"There is no plugin '{id}'.{(near is null ? string.Empty : $" Did you mean '{near}'?")} This host has: {string.Join(", ", all)}.");
    }
}
