using System.Text.Json;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>Hosts whose plugins run units of work.</summary>
internal static class UnitHost
{
    public const string Declared = """

        [plugin.unit_of_work]
        declared = true
        """;

    public static readonly PluginId One = new("importer", "one");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IPluginUnits Units(this TestProvider provider) => provider.Services.GetRequiredService<IPluginUnits>();

    public static PluginManifest ManifestOf(PluginId id, PluginReloadMode reload = PluginReloadMode.Overlap, TimeSpan? teardown = null) => new()
    {
        Id = id,
        UnitOfWork = new() { Declared = true },
        Reload = reload,
        TeardownTimeout = teardown ?? TimeSpan.FromSeconds(15),
    };

    public static Task<TestProvider> StartAsync(CodeImporter importer, Action<DagstackPluginOptions>? more = null) => TestProvider.StartAsync(o =>
    {
        o.Add(ManifestOf(One), importer);
        more?.Invoke(o);
    });

    public static JsonElement Args(int pages, int? holdAfter = null) =>
        JsonElement.Parse(holdAfter is null ? $$"""{"pages":{{pages}}}""" : $$"""{"pages":{{pages}},"hold_after":{{holdAfter}}}""");

    public static async Task<string?> RunAsync(this TestProvider provider, PluginId plugin, JsonElement args, TestUnit? unit = null, CancellationToken? cancellationToken = null) =>
        (await provider.Units().RunAsync(plugin, args, (unit ?? new()).Context, cancellationToken ?? Token).AsTask().WaitAsync(Limits.Patience, Token))?.GetRawText();
}
