using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class HostStartReader
{
    /// <summary>Reads the starts that belong together, which are those that were asked for at the earliest moment.</summary>
    public static HostStart Read(IPluginRegistry registry, string root)
    {
        var described = registry.Plugins.Select(static status => status.Id).OfType<PluginId>().Distinct().Select(registry.Describe).OfType<PluginDetails>().Where(static details => details.Start is not null).ToList();
        var first = described.Select(static details => details.Start!.Began).DefaultIfEmpty().Min();
        return new(
            [.. described.Where(details => details.Start!.Began == first).OrderBy(static details => details.Start!.Waiting).Select(details => new StartItem(ItemReader.Read(details.Status, root, details.IsActive), DetailReader.Start(details.Start!, root)))],
            [.. described.Where(details => details.Start!.Began != first).Select(details => ItemReader.Read(details.Status, root, details.IsActive))]);
    }
}
