using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class OptionReader
{
    public static PluginOption Read(PluginConfigurationEntry entry) =>
        new(ShownText.Name(entry.Path), ShownText.Text(entry.Value), ShownText.Name(entry.Provider), entry.Value == SecretNames.Masked);
}
