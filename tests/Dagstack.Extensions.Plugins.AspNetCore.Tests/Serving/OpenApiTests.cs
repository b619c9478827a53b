using Microsoft.AspNetCore.Builder;
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
        Assert.Superset(new HashSet<string>(["get /plugins plugins-list", "get /plugins/{kind}/{name} plugins-report", "get /plugins/events plugins-events", "get /ops/all ops-all-list"]), operations.ToHashSet());
        Assert.Equal(allowsActions, operations.Contains("post /plugins/{kind}/{name}/reload plugins-reload-plugin"));
        Assert.DoesNotContain(operations, static operation => operation.Contains("rest", StringComparison.Ordinal));
        var report = document.GetProperty("paths").GetProperty("/plugins/{kind}/{name}").GetProperty("get");
        Assert.Equal(["kind", "name", "hash"], report.GetProperty("parameters").EnumerateArray().Select(static parameter => parameter.GetProperty("name").GetString()!));
        Assert.True(report.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _));
        Assert.True(report.GetProperty("responses").TryGetProperty("404", out _));
    }
}
