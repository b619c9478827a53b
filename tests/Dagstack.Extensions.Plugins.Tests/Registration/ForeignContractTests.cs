using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

public sealed class ForeignContractTests
{
    [Fact]
    public async Task GetRequiredKeyedService_InterfaceOfAnotherLibrary_IsServedByItsPlugin()
    {
        using var folders = new PluginFolders().Add("length", "LengthComparer", "kind_api_version = \"2\"", kind: "comparer");
        await using var provider = await TestProvider.StartAsync(folders);
        var comparer = provider.Services.GetRequiredKeyedService<IComparer<string>>("comparer:length");
        Assert.Equal(["a", "bb", "ccc"], new[] { "ccc", "a", "bb" }.Order(comparer));
        TestProvider.AssertLeadsTo(comparer, provider.Services.GetRequiredKeyedService<IComparer<string>>("comparer"));
    }
}
