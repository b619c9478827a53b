using Chunking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Keys;

public sealed class EndpointKeyTests
{
    public static TheoryData<string, string[]> Wrong => new()
    {
        { "handler", ["HTTP: GET /chunks", "key 'chunker:fixt'", "Did you mean 'chunker:fixed'?"] },
        { "grouped", ["HTTP: GET /ops/chunks", "key 'chunker:fixt'", "Did you mean 'chunker:fixed'?"] },
        { "parameters", ["HTTP: GET /chunks", "parameter 'Chunker'", "key 'chunker:fixt'"] },
        { "kind", ["HTTP: GET /chunks", "key 'chunkr'", "Did you mean 'chunker'?"] },
        { "no key", ["HTTP: GET /chunks", "no key", "[FromKeyedServices(\"chunker:fixed\")]"] },
        { "no key in a body", ["HTTP: POST /chunks", "no key", "[FromKeyedServices(\"chunker:fixed\")]"] },
        { "controller", [nameof(WrongController), "key 'chunker:fixt'", "WrongController.Get", "key 'chunker:fixd'"] },
        { "hub", [nameof(WrongHub), "key 'chunker:fixt'", "WrongHub.Chunk", "no key"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_InDevelopmentAWrongKey_IsStoppedWithTheNearOne(string place, string[] says)
    {
        var fault = await Assert.ThrowsAsync<PluginKeyException>(() => StartAsync(place, "Development"));

        Assert.StartsWith("Endpoints ask for plugins by keys that no such plugin has", fault.Message, StringComparison.Ordinal);
        Assert.All(says, text => Assert.Contains(text, fault.Message, StringComparison.Ordinal));
        Assert.NotEmpty(fault.Keys);
    }

    [Theory]
    [InlineData("handler")]
    [InlineData("no key in a body")]
    [InlineData("controller")]
    [InlineData("hub")]
    public async Task Start_InProductionAWrongKey_IsLoggedAndTheHostServes(string place)
    {
        await using var host = await StartAsync(place, "Production");

        await Wait.UntilAsync(() => host.Logs.Lines.Any(static line => line.StartsWith("Critical Dagstack.Extensions.Plugins.AspNetCore[343] Endpoints ask for plugins", StringComparison.Ordinal)));

        Assert.Equal(2, (await host.GetJsonAsync("/right")).GetArrayLength());
    }

    [Fact]
    public async Task Start_InProductionWithTheOption_IsStopped() =>
        await Assert.ThrowsAsync<PluginKeyException>(() => StartAsync("handler", "Production", static o => o.StopOnWrongKeys = true));

    [Fact]
    public async Task Start_MappedInAGroup_StopsTheApplicationWhenItHasStarted()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app =>
        {
            app.MapGroup("/ops").MapDagstackPlugins();
            app.MapGet("/chunks", static ([FromKeyedServices("chunker:fixt")] IChunker chunker) => chunker.Chunk("text"));
        });

        await Wait.UntilAsync(() => host.Application.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Contains(host.Logs.Lines, static line => line.Contains("[343]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("optional", true)]
    [InlineData("own key", false)]
    [InlineData("right", false)]
    public async Task Start_AKeyThatIsNoMistake_Starts(string place, bool warns)
    {
        await using var host = await StartAsync(place, "Development");

        Assert.Equal(2, (await host.GetJsonAsync("/right")).GetArrayLength());
        Assert.Equal(warns, host.Logs.Lines.Any(static line => line.Contains("[16]", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("source")]
    [InlineData("convention")]
    [InlineData("no endpoint")]
    public async Task Start_InDevelopmentEndpointsThatThrow_StartsAndSaysSo(string place)
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), app =>
        {
            app.MapDagstackPlugins();
            if (place == "source")
            {
                ((IEndpointRouteBuilder)app).DataSources.Add(new Ungroupable());
            }
            else
            {
                app.MapGet("/broken", static () => "text").Add(_ => throw (place == "convention" ? new FormatException("out of order") : new InvalidOperationException("out of order")));
            }
        });

        Assert.Contains(host.Logs.Lines, static line => line.StartsWith("Warning Dagstack.Extensions.Plugins.AspNetCore[344]", StringComparison.Ordinal));
        if (place == "source")
        {
            Assert.Equal("chunker:fixed", (await host.GetJsonAsync("/plugins/chunker/fixed")).GetProperty("plugin").GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task Start_InDevelopmentASourceThatThrowsBesideAWrongKey_IsStoppedForTheKey()
    {
        var fault = await Assert.ThrowsAsync<PluginKeyException>(() => WebHost.StartAsync(static o => o.Discover("plugins/"), static app =>
        {
            ((IEndpointRouteBuilder)app).DataSources.Add(new Ungroupable());
            app.MapDagstackPlugins();
            Map(app, "handler");
        }, configure: static builder => builder.Services.AddControllers()));

        Assert.Contains("key 'chunker:fixt'", fault.Message, StringComparison.Ordinal);
    }

    private static Task<WebHost> StartAsync(string place, string environment, Action<PluginEndpointOptions>? configure = null) => WebHost.StartAsync(
        static o => o.Discover("plugins/"),
        app =>
        {
            app.MapDagstackPlugins(configure: configure).AllowAnonymous();
            Map(app, place);
        },
        environment,
        builder =>
        {
            builder.Services.AddSignalR();
            builder.Services.AddKeyedSingleton<IChunker>("mine", new MoodyChunker(new()));
            builder.Services.AddControllers().ConfigureApplicationPartManager(static parts => parts.ApplicationParts.Clear())
                .ConfigureApplicationPartManager(parts => parts.ApplicationParts.Add(new Controllers(place == "controller" ? [typeof(WrongController)] : [])));
        });

    private static void Map(WebApplication app, string place)
    {
        app.MapGet("/right", static ([FromKeyedServices("chunker:fixed")] IChunker chunker, [FromKeyedServices("chunker")] IChunker active) => active.Chunk("text", 2));
        app.MapControllers();
        _ = place switch
        {
            "handler" => app.MapGet("/chunks", static ([FromKeyedServices("chunker:fixt")] IChunker chunker) => chunker.Chunk("text")),
            "grouped" => app.MapGroup("/ops").MapGet("/chunks", static ([FromKeyedServices("chunker:fixt")] IChunker chunker) => chunker.Chunk("text")),
            "parameters" => app.MapGet("/chunks", static ([AsParameters] Parameters parameters) => parameters.Chunker.Chunk("text")),
            "kind" => app.MapGet("/chunks", static ([FromKeyedServices("chunkr")] IChunker chunker) => chunker.Chunk("text")),
            "no key" => app.MapGet("/chunks", static (IChunker chunker) => chunker.Chunk("text")),
            "no key in a body" => app.MapPost("/chunks", static (IChunker chunker) => chunker.Chunk("text")),
            "optional" => app.MapGet("/chunks", static ([FromKeyedServices("chunker:fixt")] IChunker? chunker) => chunker?.Chunk("text")),
            "own key" => app.MapGet("/chunks", static ([FromKeyedServices("mine")] IChunker chunker) => chunker.Chunk("text")),
            "hub" => app.MapHub<WrongHub>("/hub"),
            _ => default(IEndpointConventionBuilder),
        };
    }

    private sealed record Parameters([FromKeyedServices("chunker:fixt")] IChunker Chunker, string? Text);

    /// <summary>Endpoints that no group can have.</summary>
    private sealed class Ungroupable : EndpointDataSource
    {
        public override IReadOnlyList<Endpoint> Endpoints => [];

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(CancellationToken.None);

        public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context) => throw new NotSupportedException("These are in no group.");
    }

    private sealed class Controllers(Type[] types) : ApplicationPart, IApplicationPartTypeProvider
    {
        public override string Name => nameof(Controllers);

        public IEnumerable<System.Reflection.TypeInfo> Types => types.Select(static type => System.Reflection.IntrospectionExtensions.GetTypeInfo(type));
    }
}

[ApiController]
[Route("wrong")]
public sealed class WrongController([FromKeyedServices("chunker:fixt")] IChunker chunker) : ControllerBase
{
    [HttpGet]
    public int Get([FromKeyedServices("chunker:fixd")] IChunker other) => chunker.Chunk("text").Count + other.Chunk("text").Count;
}

public sealed class WrongHub([FromKeyedServices("chunker:fixt")] IChunker chunker) : Hub
{
    public int Chunk(IChunker other) => chunker.Chunk("text").Count + other.Chunk("text").Count;
}
