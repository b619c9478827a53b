using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Names endpoints.</summary>
internal static class EndpointNaming
{
    /// <summary>Says where an endpoint is, and what it and its operation in OpenAPI are called.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, int segments, string operation, string summary)
    {
        endpoint.Finally(builder =>
        {
            if (builder is RouteEndpointBuilder { RoutePattern: { } pattern } && !builder.Metadata.OfType<IEndpointNameMetadata>().Any() && !builder.Metadata.OfType<IHostMetadata>().Any())
            {
                builder.Metadata.Add(new EndpointNameMetadata(OperationName.Of(pattern.PathSegments.SkipLast(segments), operation)));
            }
        });
        return endpoint.WithMetadata(new PlaceMetadata(segments)).WithTags("plugins").WithSummary(summary);
    }
}
