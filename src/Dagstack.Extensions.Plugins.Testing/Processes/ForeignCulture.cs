using System.Globalization;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>A culture that writes numbers and times as none does by default. It needs no culture data of the machine.</summary>
internal static class ForeignCulture
{
    public static CultureInfo Instance { get; } = Create();

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "'";
        culture.NumberFormat.PercentDecimalSeparator = ",";
        culture.NumberFormat.CurrencyDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "−";
        culture.DateTimeFormat.ShortDatePattern = "dd.MM.yy";
        culture.DateTimeFormat.LongTimePattern = "HH'h'mm";
        culture.DateTimeFormat.ShortTimePattern = "HH'h'mm";
        return CultureInfo.ReadOnly(culture);
    }
}
