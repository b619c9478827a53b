using Dagstack.Extensions.Plugins.AspNetCore.Access;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>What every request to a place goes through.</summary>
/// <param name="guard">Says who may see it.</param>
internal sealed class PlaceGate(PlaceGuard guard)
{
    /// <summary>Puts the gate before an endpoint, when all that the application says of it is known.</summary>
    public void Guard(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http => guard.RunAsync(http, (visitor, visibility) => EnterAsync(visitor, visibility, next));
    }

    private static Task EnterAsync(HttpContext http, Visibility visibility, RequestDelegate next)
    {
        if (visibility == Visibility.Hidden)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (visibility == Visibility.OtherSite)
        {
            return TypedResults.Problem(Refusal.Of(StatusCodes.Status403Forbidden, ProblemTypes.OtherSite, Refusal.OtherSiteTitle, CrossSite.WhyRefused(http.Request)!)).ExecuteAsync(http);
        }

        http.Features.Set(new PlaceVisit(RootOf(http), visibility));
        return next(http);
    }

    /// <summary>Finds where the plugins are served: the path of the request without what the endpoint adds to it.</summary>
    private static string RootOf(HttpContext http)
    {
        var path = http.Request.Path.Value!.TrimEnd('/');
        for (var segments = http.GetEndpoint()!.Metadata.GetMetadata<PlaceMetadata>()!.SegmentsOf(http); segments > 0 && path.Length > 0; segments--)
        {
            path = path[..path.LastIndexOf('/')];
        }

        // What begins with two slashes is an address of another host.
        var root = http.Request.PathBase.Add(path).ToUriComponent().TrimStart('/');
        return root.Length == 0 ? string.Empty : $"/{root}";
    }
}
