using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed class OpenApiTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenApi_OfAnApplicationThatHasIt_DescribesWhatThereIs(bool allowsActions)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            app =>
            {
                app.MapOpenApi();
                app.MapDagstackPlugins(configure: o => o.AllowActions = allowsActions);
                app.MapGroup("/ops").MapDagstackPlugins("/all");
            },
            configure: static builder => builder.Services.AddOpenApi());

        var document = await host.GetJsonAsync("/openapi/v1.json");

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name} {operation.Value.GetProperty("operationId").GetString()}")).ToList();
        Assert.Superset(new HashSet<string>(["get /plugins dagstack/plugins/list", "get /plugins/{kind}/{name} dagstack/plugins/report", "get /plugins/events dagstack/plugins/events", "get /ops/all dagstack/ops/all/list"]), operations.ToHashSet());
        Assert.Equal(allowsActions, operations.Contains("post /plugins/{kind}/{name}/reload dagstack/plugins/reload-plugin"));
        Assert.DoesNotContain(operations, static operation => operation.Contains("rest", StringComparison.Ordinal));
        var report = document.GetProperty("paths").GetProperty("/plugins/{kind}/{name}").GetProperty("get");
        Assert.Equal(["kind", "name", "hash"], report.GetProperty("parameters").EnumerateArray().Select(static parameter => parameter.GetProperty("name").GetString()!));
        Assert.True(report.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _));
        Assert.True(report.GetProperty("responses").TryGetProperty("404", out _));
    }

    [Fact]
    public async Task Names_OfEndpoints_AreNobodyElses()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app =>
        {
            app.MapGet("/mine", static () => "mine").WithName("plugins-list");
            app.MapGet("/yours", static () => "yours").WithName("dagstack-plugins-list");
            foreach (var place in (string[])["/plugins", "/plugins/list", "/a-b", "/a/b", "/x", "/{team}/x", "/{team:int}/x", "/"])
            {
                app.MapDagstackPlugins(place);
            }
        });
        var links = host.Application.Services.GetRequiredService<LinkGenerator>();

        Assert.Equal("/mine", links.GetPathByName("plugins-list"));
        Assert.Equal("/a-b", links.GetPathByName("dagstack/a-b/list"));
        Assert.Equal("/a/b/chunker/fixed", links.GetPathByName("dagstack/a/b/report", new RouteValueDictionary { ["kind"] = "chunker", ["name"] = "fixed" }));
    }
}
