using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Maps all endpoints of one place.</summary>
internal static class PluginPlace
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string pattern, PluginEndpointOptions options)
    {
        var services = endpoints.ServiceProvider;
        var logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(WebLog.Category);
        var reads = new BoundedReads(options.ReadTimeout, services.GetService<TimeProvider>() ?? TimeProvider.System);
        var answers = new PluginEndpoints(new PluginReader(services), reads, page: null, logger);
        var group = endpoints.MapGroup(pattern);
        group.MapGet(string.Empty, (Delegate)answers.ListAsync).Named(0, "list", "All plugins of the host, and its kinds")
            .Produces<PluginList>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/{kind}/{name}", answers.ReportAsync).Named(2, "report", "All that is known of one plugin")
            .Produces<PluginReport>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        // Without it, a request of another method or for another address would be answered by routing, which tells that something is there.
        group.Map($"/{{**{PlaceMetadata.Rest}}}", (Delegate)answers.NothingAsync).WithMetadata(new PlaceMetadata(null)).ExcludeFromDescription();
        ((IEndpointConventionBuilder)group).Finally(new PlaceGate(new(services, pattern, logger)).Guard);
        return group;
    }

    /// <summary>Says where an endpoint is, and what OpenAPI calls it: an operation's name has the place, of which there may be several.</summary>
    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, int segments, string operation, string summary)
    {
        endpoint.Finally(builder =>
        {
            if (builder is RouteEndpointBuilder { RoutePattern: { } pattern } && !builder.Metadata.OfType<IEndpointNameMetadata>().Any() && !builder.Metadata.OfType<IHostMetadata>().Any())
            {
                var place = pattern.PathSegments.SelectMany(static segment => segment.Parts).OfType<Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart>().Select(static part => part.Content);
                builder.Metadata.Add(new EndpointNameMetadata(string.Join('-', [.. place.Where(part => part != operation), operation])));
            }
        });
        return endpoint.WithMetadata(new PlaceMetadata(segments)).WithTags("plugins").WithSummary(summary);
    }
}
