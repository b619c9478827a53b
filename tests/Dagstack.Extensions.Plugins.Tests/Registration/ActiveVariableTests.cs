using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

[Collection(EnvironmentCollection.Name)]
public sealed class ActiveVariableTests
{
    [Fact]
    public async Task KindKey_ChosenByVariable_WinsOverTheSettings()
    {
        using var folders = new PluginFolders().Add("a", "LengthComparer", "kind_api_version = \"2\"", kind: "comparer").Add("b", "LengthComparer", "kind_api_version = \"2\"", kind: "comparer");
        Environment.SetEnvironmentVariable("DAGSTACK_ACTIVE_COMPARER", "b");
        try
        {
            await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("dagstack:active:comparer", "a"));
            TestProvider.AssertLeadsTo(provider.Services.GetRequiredKeyedService<IComparer<string>>("comparer:b"), provider.Services.GetRequiredKeyedService<IComparer<string>>("comparer"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DAGSTACK_ACTIVE_COMPARER", null);
        }
    }
}
