using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Clients that listen for changes.</summary>
public sealed class ListenTests
{
    private const string Asked = "\"notifications\":{\"toolsListChanged\":true}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listen_WhenTheApplicationStops_EndsAndDoesNotHoldIt()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"), services: static services => services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromMinutes(10)));
        using var http = new HttpClient();
        using var response = await http.SendAsync(RawRequest.Make(web.Url, "subscriptions/listen", Asked), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var acknowledged = await RawRequest.ReadAsync(reader, "subscriptions/acknowledged");

        await web.StopAsync().WaitAsync(Limits.Patience, Token);

        Assert.Contains("\"id\":7", await RawRequest.ReadAsync(reader, "\"result\""), StringComparison.Ordinal);
        Assert.Equal("7", JsonElement.Parse(acknowledged).GetProperty("params").GetProperty("_meta").GetProperty("io.modelcontextprotocol/subscriptionId").GetRawText());
    }

    [Fact]
    public async Task Listen_FunctionWithAnotherDescription_IsTold()
    {
        using var folder = new TempFolder();
        folder.Write("turner/dagstack.toml", """
            [plugin]
            name = "turner"
            kind = "tool"
            core_version = ">=0.1.0,<1.0.0"
            runtime = "changing"
            """);
        var tools = new ChangingTools();
        await using var web = await WebExport.StartAsync(static e => e.Export("tool:turner"), o => o.Discover(folder.Path).AddRuntime(_ => tools));
        using var http = new HttpClient();
        using var response = await http.SendAsync(RawRequest.Make(web.Url, "subscriptions/listen", Asked), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        await RawRequest.ReadAsync(reader, "subscriptions/acknowledged");

        tools.Description = "after";
        tools.Change();

        Assert.Contains("notifications/tools/list_changed", await RawRequest.ReadAsync(reader, "list_changed"), StringComparison.Ordinal);
    }
}
