using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Serves what there is for browsers alone: the files of the page, and the page of the host's start.</summary>
internal static class PageEndpoints
{
    private const int Segments = 2;

    /// <summary>Maps them below the place where plugins are served.</summary>
    public static void Map(IEndpointRouteBuilder place, PluginReader reader, BoundedReads reads, PlaceAnswers answers)
    {
        foreach (var asset in PageAsset.All)
        {
            place.MapGet(asset.Path, http => SendAsync(http, asset)).ExcludeFromDescription().WithMetadata(new PlaceMetadata(Segments));
        }

        place.MapGet(Links.StartPath, (Delegate)StartAsync).ExcludeFromDescription().WithMetadata(new PlaceMetadata(Segments));

        Task<IResult> StartAsync(HttpContext http) => answers.AnswerAsync(http, async context =>
            PluginPage.Start(context, await reads.RunAsync(_ => Task.FromResult(reader.Start(context.Root)), http.RequestAborted).ConfigureAwait(false)));
    }

    private static Task SendAsync(HttpContext http, PageAsset asset)
    {
        var response = http.Response;
        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.Body.WriteAsync(asset.Content, http.RequestAborted).AsTask();
    }
}
