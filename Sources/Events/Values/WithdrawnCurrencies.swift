extension Currency {
  /// The time of a currency that is no longer one.
  public struct Life: Sendable, Equatable {
    /// The year in which it began; nil where the tables do not tell it.
    public let since: Int?
    /// The month in which it was withdrawn, `2002-03`.
    public let until: String
  }

  /// The codes withdrawn, by the decimals that their minor unit had, with their time.
  ///
  /// The months are those of ISO 4217, list three (of 2026-01-01); where it names several for one
  /// code, the last of them; the years are those of the Unicode CLDR. Codes that never had a minor
  /// unit (XFO, XFU, XRE) are left out, like the metals among those in use.
  public static let withdrawnByDecimals: [(decimals: Int, codes: [(code: String, life: Life)])] = [
    (
      0,
      lives(
        """
        ADP 1936..2003-07; BEC 1970..1990-03; BEF 1831..2002-03; BEL 1970..1990-03; BYB 1994..2001-01; \
        BYR 2000..2017-01; ESA 1978..1981-12; ESB 1975..1994-12; ESP 1800..2002-03; GRD 1954..2002-03; \
        GWP 1976..1997-05; ITL 1862..2002-03; LUC 1970..1990-03; LUF 1944..2002-03; LUL 1970..1990-03; \
        MGF 1963..2004-12; PTE 1911..2002-03; TPE 1959..2002-11; TRL 1922..2005-12
        """)
    ),
    (
      2,
      lives(
        """
        AFA 1927..2003-01; ALK 1946..1989-12; ANG 1940..2025-03; AOK 1977..1991-03; AON 1990..2000-02; \
        AOR 1995..2000-02; ARA 1985..1992-01; ARP 1983..1985-07; ARY ..1990-12; ATS 1947..2002-03; \
        AYM ..2005-10; AZM 1993..2005-12; BAD 1992..1998-07; BGJ ..1990-12; BGK ..1990-12; \
        BGL 1962..2003-11; BGN 1999..2026-01; BOP 1963..1987-02; BRB 1967..1986-03; BRC 1986..1989-02; \
        BRE 1990..1993-03; BRN 1989..1990-03; BRR 1993..1994-07; BUK 1952..1990-02; CHC ..2004-11; \
        CSD 2002..2006-10; CSJ ..1990-12; CSK 1953..1993-03; CUC 1994..2021-06; CYP 1914..2008-01; \
        DDM 1948..1990-09; DEM 1948..2002-03; ECS 1884..2000-09; ECV 1993..2000-09; EEK 1992..2011-01; \
        FIM 1963..2002-03; FRF 1959..2002-03; GEK 1993..1995-10; GHC 1979..2008-01; GHP ..2007-06; \
        GNE ..1989-12; GNS 1972..1986-02; GQE 1975..1986-06; GWE 1914..1981-12; HRD 1991..1995-01; \
        HRK 1994..2023-01; IEP 1922..2002-03; ILP 1948..1981-12; ILR 1980..1990-12; ISJ 1918..1990-12; \
        LAJ ..1979-12; LSM ..1985-05; LTL 1993..2014-12; LTT 1992..1993-07; LVL 1993..2014-01; \
        LVR 1992..1994-12; MLF 1962..1984-11; MRO 1973..2017-12; MTL 1968..2008-01; MTP 1914..1983-06; \
        MVQ ..1989-12; MXP 1822..1993-01; MZE 1975..1981-12; MZM 1980..2006-06; NIC 1988..1990-10; \
        NLG 1813..2002-03; PEH ..1990-12; PEI 1985..1991-07; PES 1863..1986-02; PLZ 1950..1997-01; \
        RHD 1970..1981-12; ROK ..1990-12; ROL 1952..2005-06; RUR 1991..2004-01; SDD 1992..2007-07; \
        SDP 1957..1998-06; SIT 1992..2007-01; SKK 1992..2009-01; SLL 1964..2023-12; SRG 1940..2003-12; \
        STD 1977..2017-12; SUR 1961..1990-12; TJR 1995..2001-04; TMM 1993..2009-01; UAK 1992..1996-09; \
        UGS 1966..1987-05; UGW ..1990-12; USS ..2014-03; UYN ..1989-12; UYP 1975..1993-03; \
        VEB 1871..2008-01; VEF 2008..2018-08; VNC ..1990-12; XEU 1979..1999-01; YUD 1966..1990-01; \
        YUM 1994..2003-07; YUN 1990..1995-11; ZAL 1985..1995-03; ZMK 1968..2012-12; ZRN 1993..1999-06; \
        ZRZ 1971..1994-02; ZWC ..1989-12; ZWD 1980..2008-08; ZWL 2009..2024-09; ZWN ..2006-09; \
        ZWR 2008..2009-06
        """)
    ),
    (3, lives("YDD 1965..1991-09")),
  ]

  /// When a currency was one; nil for those in use.
  public static func life(of code: String) -> Life? { livesByCode[code] }

  private static let livesByCode = Dictionary(
    uniqueKeysWithValues: withdrawnByDecimals.flatMap(\.codes).map { ($0.code, $0.life) })

  /// `DEM 1948..2002-03; …`.
  private static func lives(_ text: String) -> [(code: String, life: Life)] {
    text.split(separator: "; ").compactMap { entry in
      guard let (since, until) = StatedNumber.ends(of: entry.dropFirst(4)) else { return nil }
      return (String(entry.prefix(3)), Life(since: Int(since), until: String(until)))
    }
  }
}
